using Google.Protobuf;
using Microsoft.ML.Quantization.Onnx;
using static Microsoft.ML.Quantization.Onnx.AttributeProto.Types;

namespace Fuzzer.Mutations;

/// <summary>Attributes of other values, lengths and types, and ones too many.</summary>
internal static class AttributeMutations
{
    private static readonly string[] Names =
    [
        "group", "strides", "dilations", "kernel_shape", "pads", "output_padding", "output_shape", "auto_pad", "ceil_mode", "axis", "axes", "num_heads", "kv_num_heads", "q_num_heads",
        "blocksize", "block_size", "num_groups", "num_outputs", "hidden_size", "split", "perm", "to", "mode", "p", "alpha", "beta", "epsilon", "size", "k", "keepdims", "largest", "stash_type",
        "storage_order", "num_scan_inputs", "scan_input_axes", "scan_output_axes", "direction", "activations", "sampling_ratio", "output_height", "output_width", "batch_axis", "time_axis",
        "rotary_embedding_dim", "interleaved", "is_causal", "softcap", "scale", "qk_matmul_output_mode", "onesided", "inverse", "batch_dims", "offset_group", "exclude_outside", "transA", "unidirectional",
    ];

    public static void Change(ModelProto model, Random random)
    {
        var with = ModelWalker.Nodes(model).Where(node => node.Attribute.Count > 0).ToList();
        if (GraphMutations.Any(with, random) is not { } node)
        {
            Add(model, random);
            return;
        }

        var attribute = node.Attribute[random.Next(node.Attribute.Count)];
        switch (random.Next(12))
        {
            case 0:
                node.Attribute.Remove(attribute);
                break;
            case 1:
                attribute.Type = (AttributeType)random.Next(15);
                break;
            case 2:
                attribute.Name = Names[random.Next(Names.Length)];
                break;
            case 3:
                node.Attribute.Add(attribute.Clone());
                break;
            default:
                Value(attribute, random);
                break;
        }
    }

    public static void Add(ModelProto model, Random random)
    {
        if (GraphMutations.Node(model, random) is not { } node)
        {
            return;
        }

        var attribute = new AttributeProto { Name = Names[random.Next(Names.Length)], Type = AttributeType.Int, I = Numbers.Pick(random) };
        if (random.Next(2) == 0)
        {
            (attribute.Type, attribute.I) = (AttributeType.Ints, 0);
            attribute.Ints.AddRange(Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(2) == 0 ? 1 : Numbers.Pick(random)));
        }

        node.Attribute.Add(attribute);
    }

    private static void Value(AttributeProto attribute, Random random)
    {
        switch (attribute.Type)
        {
            case AttributeType.Int:
                attribute.I = Numbers.Pick(random);
                break;
            case AttributeType.Float:
                attribute.F = Numbers.PickReal(random);
                break;
            case AttributeType.String:
                attribute.S = ByteString.CopyFromUtf8(Texts.Pick(random));
                break;
            case AttributeType.Ints when attribute.Ints.Count > 0 && random.Next(4) > 0:
                attribute.Ints[random.Next(attribute.Ints.Count)] = Numbers.Pick(random);
                break;
            case AttributeType.Ints:
                Resize(attribute.Ints, () => Numbers.Pick(random), random);
                break;
            case AttributeType.Floats:
                Resize(attribute.Floats, () => Numbers.PickReal(random), random);
                break;
            case AttributeType.Strings:
                Resize(attribute.Strings, () => ByteString.CopyFromUtf8(Texts.Pick(random)), random);
                break;
            case AttributeType.Tensor when attribute.T != null:
                TensorMutations.Any(attribute.T, random);
                break;
            case AttributeType.Graph:
                attribute.G = random.Next(2) == 0 ? null : new GraphProto();
                break;
            default:
                attribute.I = Numbers.Pick(random);
                break;
        }
    }

    private static void Resize<T>(IList<T> values, Func<T> value, Random random)
    {
        switch (random.Next(3))
        {
            case 0 when values.Count > 0:
                values.RemoveAt(random.Next(values.Count));
                break;
            case 1:
                values.Clear();
                break;
            default:
                values.Insert(random.Next(values.Count + 1), value());
                break;
        }
    }
}
