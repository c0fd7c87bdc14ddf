using Google.Protobuf;
using Microsoft.ML.Quantization.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Fuzzer.Mutations;

/// <summary>Constants of other sizes, types and values, and ones that are said to be in other files.</summary>
internal static class TensorMutations
{
    public static void Resize(ModelProto model, Random random)
    {
        if (GraphMutations.Tensor(model, random) is { } tensor)
        {
            Resize(tensor, random);
        }
    }

    public static void Retype(ModelProto model, Random random)
    {
        if (GraphMutations.Tensor(model, random) is { } tensor)
        {
            tensor.DataType = random.Next(27);
        }
    }

    public static void Values(ModelProto model, Random random)
    {
        // Small whole numbers are sizes, axes and the like: they break more than weights.
        TensorProto[] all = [.. ModelWalker.Tensors(model)];
        TensorProto[] sizes = [.. all.Where(tensor => tensor.DataType is (int)DataType.Int64 or (int)DataType.Int32)];
        if (GraphMutations.Any(sizes.Length > 0 && random.Next(4) > 0 ? sizes : all, random) is { } tensor)
        {
            Values(tensor, random);
        }
    }

    public static void External(ModelProto model, Random random)
    {
        if (GraphMutations.Tensor(model, random) is not { } tensor)
        {
            return;
        }

        string[] places = ["missing.bin", "../model.onnx", "/dev/zero", "/proc/self/mem", "model.onnx", ".", "", Texts.Pick(random)];
        tensor.DataLocation = DataLocation.External;
        tensor.ClearRawData();
        tensor.FloatData.Clear();
        Say(tensor, "location", places[random.Next(places.Length)]);
        if (random.Next(2) == 0)
        {
            Say(tensor, "offset", $"{Numbers.Pick(random)}");
            Say(tensor, "length", random.Next(4) == 0 ? Texts.Pick(random) : $"{Numbers.Pick(random)}");
        }
    }

    public static void Sparse(ModelProto model, Random random)
    {
        if (GraphMutations.Any(model.Graph.Initializer, random) is { } tensor)
        {
            model.Graph.Initializer.Remove(tensor);
            var indices = new TensorProto { DataType = (int)DataType.Int64, Dims = { 1 }, Int64Data = { Numbers.Pick(random) } };
            var values = new TensorProto { Name = tensor.Name, DataType = (int)DataType.Float, Dims = { 1 }, FloatData = { 1 } };
            model.Graph.SparseInitializer.Add(new SparseTensorProto { Values = values, Indices = indices, Dims = { tensor.Dims } });
        }
    }

    public static void Any(TensorProto tensor, Random random)
    {
        if (random.Next(2) == 0)
        {
            Resize(tensor, random);
        }
        else
        {
            Values(tensor, random);
        }
    }

    private static void Resize(TensorProto tensor, Random random)
    {
        switch (random.Next(5))
        {
            case 0 when tensor.Dims.Count > 0:
                tensor.Dims[random.Next(tensor.Dims.Count)] = Numbers.Pick(random);
                break;
            case 1 when tensor.Dims.Count > 0:
                tensor.Dims.RemoveAt(random.Next(tensor.Dims.Count));
                break;
            case 2:
                tensor.Dims.Insert(random.Next(tensor.Dims.Count + 1), random.Next(2) == 0 ? 1 : Numbers.Pick(random));
                break;
            case 3:
                // Another size that the data does fit: what follows meets shapes that do not go together.
                long[] sizes = [0, 1, 2, 3, 5, 17];
                tensor.Dims.Clear();
                tensor.Dims.AddRange(Enumerable.Range(0, random.Next(5)).Select(_ => sizes[random.Next(sizes.Length)]));
                Fill(tensor);
                break;
            default:
                tensor.RawData = ByteString.CopyFrom(tensor.RawData.Span[..random.Next(tensor.RawData.Length + 1)]);
                break;
        }
    }

    private static void Fill(TensorProto tensor)
    {
        long count = tensor.Dims.Aggregate(1L, (product, size) => product * size);
        int bytes = tensor.DataType switch
        {
            (int)DataType.Double or (int)DataType.Int64 or (int)DataType.Uint64 => 8,
            (int)DataType.Float or (int)DataType.Int32 or (int)DataType.Uint32 => 4,
            (int)DataType.Float16 or (int)DataType.Int16 or (int)DataType.Uint16 => 2,
            _ => 1,
        };
        byte[] old = tensor.RawData.ToByteArray();
        Array.Resize(ref old, (int)(count * bytes));
        (tensor.Int64Data, tensor.FloatData, tensor.Int32Data).Clear();
        tensor.RawData = ByteString.CopyFrom(old);
    }

    private static void Values(TensorProto tensor, Random random)
    {
        if (tensor.DataType == (int)DataType.Int64 && tensor.Int64Data.Count > 0)
        {
            tensor.Int64Data[random.Next(tensor.Int64Data.Count)] = Numbers.Pick(random);
        }
        else if (tensor.DataType == (int)DataType.Float && tensor.FloatData.Count > 0)
        {
            tensor.FloatData[random.Next(tensor.FloatData.Count)] = Numbers.PickReal(random);
        }
        else if (tensor.RawData.Length >= 8)
        {
            byte[] raw = tensor.RawData.ToByteArray();
            if (tensor.DataType == (int)DataType.Int64)
            {
                BitConverter.TryWriteBytes(raw.AsSpan(random.Next(raw.Length / 8) * 8), Numbers.Pick(random));
            }
            else
            {
                BitConverter.TryWriteBytes(raw.AsSpan(random.Next(raw.Length / 4) * 4), Numbers.PickReal(random));
            }

            tensor.RawData = ByteString.CopyFrom(raw);
        }
    }

    private static void Say(TensorProto tensor, string key, string value) => tensor.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });

    private static void Clear(this (Google.Protobuf.Collections.RepeatedField<long> Longs, Google.Protobuf.Collections.RepeatedField<float> Floats, Google.Protobuf.Collections.RepeatedField<int> Ints) data)
    {
        data.Longs.Clear();
        data.Floats.Clear();
        data.Ints.Clear();
    }
}
