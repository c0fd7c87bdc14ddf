using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests.Generated.Exported;

/// <summary>Other ways to write a model that mean the same, but for the rounding of weights.</summary>
internal static class Spellings
{
    private static readonly Action<ModelProto, Random>[] All =
        [
            WeightSpellings.ConstantNodes, WeightSpellings.ThroughNodes, WeightSpellings.HalfWeights, NameSpellings.StrangeNames, NameSpellings.NoNames, WeightSpellings.TypedFields, DeadBranches, Functions, InputsWithDefaults,
        ];

    /// <summary>Changes a model in some of these ways.</summary>
    public static ModelProto Apply(ModelProto model, Random random)
    {
        var changed = model.Clone();
        foreach (var spelling in All.Where(_ => random.NextDouble() < 0.25))
        {
            spelling(changed, random);
        }

        return changed;
    }

    /// <summary>Weights listed as inputs, as all are up to version 3 of the file format, and later those that users may replace.</summary>
    public static void InputsWithDefaults(ModelProto model, Random random)
    {
        model.IrVersion = random.Next(2) == 0 ? 3 : 8;
        bool all = model.IrVersion == 3;
        foreach (var tensor in model.Graph.Initializer.Where(_ => all || random.Next(8) == 0).ToArray())
        {
            model.Graph.Input.Add(ModelBuilder.Value(tensor.Name, (DataType)tensor.DataType, [.. tensor.Dims]));
        }
    }

    /// <summary>Nodes and weights that nothing reads.</summary>
    public static void DeadBranches(ModelProto model, Random random)
    {
        foreach (var node in model.Graph.Node.Where(node => node.OpType == "Relu").Take(2).ToArray())
        {
            model.Graph.Node.Add(WeightSpellings.Node("Sigmoid", node.Output[0] + "_dead", node.Output[0]));
        }

        model.Graph.Initializer.Add(TensorData.Create<float>("unused_weight", [1, float.NaN], 2));
    }

    /// <summary>Activations as functions of the model.</summary>
    public static void Functions(ModelProto model, Random random)
    {
        model.IrVersion = Math.Max(model.IrVersion, 8);
        if (model.OpsetImport.All(opset => opset.Domain != "local"))
        {
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = "local", Version = 1 });
        }

        foreach (var node in model.Graph.Node.Where(node => node.OpType is "Relu" or "Sigmoid" or "Tanh" or "Erf" && random.Next(2) == 0).ToArray())
        {
            if (!model.Functions.Any(function => function.Name == "My" + node.OpType))
            {
                var function = new FunctionProto { Name = "My" + node.OpType, Domain = "local" };
                function.Input.Add("X");
                function.Output.Add("Y");
                function.Node.Add(WeightSpellings.Node(node.OpType, "Y", "X"));
                function.OpsetImport.Add(model.OpsetImport.First(opset => opset.Domain.Length == 0));
                model.Functions.Add(function);
            }

            (node.OpType, node.Domain) = ("My" + node.OpType, "local");
        }
    }
}
