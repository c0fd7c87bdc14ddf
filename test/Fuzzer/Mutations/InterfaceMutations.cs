using Microsoft.ML.Quantization.Onnx;

namespace Fuzzer.Mutations;

/// <summary>Inputs, outputs and versions that say something else.</summary>
internal static class InterfaceMutations
{
    public static void Dimension(ModelProto model, Random random)
    {
        if (Value(model, random)?.Type?.TensorType?.Shape is not { } shape)
        {
            return;
        }

        var dimension = new TensorShapeProto.Types.Dimension();
        if (random.Next(3) == 0)
        {
            dimension.DimParam = random.Next(2) == 0 ? "N" : Texts.Pick(random);
        }
        else
        {
            dimension.DimValue = Numbers.Pick(random);
        }

        if (shape.Dim.Count > 0 && random.Next(4) > 0)
        {
            shape.Dim[random.Next(shape.Dim.Count)] = dimension;
        }
        else if (shape.Dim.Count > 0 && random.Next(2) == 0)
        {
            shape.Dim.RemoveAt(random.Next(shape.Dim.Count));
        }
        else
        {
            shape.Dim.Insert(random.Next(shape.Dim.Count + 1), dimension);
        }
    }

    public static void Type(ModelProto model, Random random)
    {
        if (Value(model, random) is not { } value)
        {
            return;
        }

        if (random.Next(4) == 0)
        {
            value.Type = random.Next(2) == 0 ? null : new TypeProto();
        }
        else if (value.Type?.TensorType is { } tensor)
        {
            tensor.ElemType = random.Next(27);
            if (random.Next(4) == 0)
            {
                tensor.Shape = null;
            }
        }
    }

    public static void Rename(ModelProto model, Random random)
    {
        if (Value(model, random) is { } value)
        {
            string before = value.Name, name = Texts.Pick(random);
            value.Name = name;
            if (random.Next(3) == 0)
            {
                return;
            }

            foreach (var node in model.Graph.Node)
            {
                Replace(node.Input, before, name);
                Replace(node.Output, before, name);
            }
        }
    }

    public static void Duplicate(ModelProto model, Random random)
    {
        var list = random.Next(2) == 0 ? model.Graph.Input : model.Graph.Output;
        if (GraphMutations.Any(list, random) is { } value)
        {
            list.Add(value.Clone());
        }
    }

    /// <summary>Makes an output of any tensor, or takes one away.</summary>
    public static void Expose(ModelProto model, Random random)
    {
        if (random.Next(3) == 0 && model.Graph.Output.Count > 0)
        {
            model.Graph.Output.RemoveAt(random.Next(model.Graph.Output.Count));
        }
        else
        {
            model.Graph.Output.Add(new ValueInfoProto { Name = GraphMutations.Name(model, random) });
        }
    }

    public static void Opset(ModelProto model, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                model.IrVersion = random.Next(3) == 0 ? Numbers.Pick(random) : random.Next(1, 14);
                break;
            case 1:
                model.OpsetImport.Add(new OperatorSetIdProto { Domain = Texts.Pick(random), Version = Numbers.Pick(random) });
                break;
            case 2 when model.OpsetImport.Count > 0:
                model.OpsetImport.RemoveAt(random.Next(model.OpsetImport.Count));
                break;
            default:
                if (GraphMutations.Any(model.OpsetImport, random) is { } import)
                {
                    import.Version = random.Next(4) == 0 ? Numbers.Pick(random) : random.Next(1, 27);
                }

                break;
        }
    }

    /// <summary>An input that becomes a constant, as exporters of old wrote weights.</summary>
    public static void InputToInitializer(ModelProto model, Random random)
    {
        if (GraphMutations.Any(model.Graph.Input, random) is { } input)
        {
            var tensor = new TensorProto { Name = input.Name, DataType = input.Type?.TensorType?.ElemType ?? 1 };
            model.Graph.Initializer.Add(tensor);
            if (random.Next(2) == 0)
            {
                model.Graph.Input.Remove(input);
            }
        }
    }

    private static ValueInfoProto? Value(ModelProto model, Random random) => GraphMutations.Any([.. model.Graph.Input, .. model.Graph.Output], random);

    private static void Replace(Google.Protobuf.Collections.RepeatedField<string> names, string before, string name)
    {
        for (int i = 0; i < names.Count; i++)
        {
            names[i] = names[i] == before ? name : names[i];
        }
    }
}
