using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Onnx.Sizes;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>The inputs a model needs and the outputs it gives.</summary>
internal sealed record ModelSignature(string Source, TensorSignature[] Inputs, TensorSignature[] Outputs)
{
    /// <summary>What the outputs are made from; <see langword="null"/> stands for all inputs.</summary>
    public InputNeeds? Needs { get; init; }

    /// <summary>The inputs that some outputs need, in the model's order.</summary>
    public TensorSignature[] NeededBy(IEnumerable<TensorSignature> outputs)
    {
        var needed = Needs?.Find(outputs.Select(output => output.Name));
        return needed == null ? Inputs : [.. Inputs.Where(input => needed.Contains(input.Name))];
    }

    public static ModelSignature Read(string modelFile)
    {
        // Weights stay where they are: only the graph's interface is wanted.
        using var model = OnnxModelReader.Load(modelFile, inlineLimit: 0);
        var signature = Create(model.Proto, modelFile);
        var sized = DataSizedOutputs.Find(model);
        return signature switch
        {
            { Inputs: [] } => throw new NotSupportedException($"Model '{modelFile}' has no input that a column could feed."),
            { Outputs: [] } => throw new NotSupportedException($"Model '{modelFile}' has no output that a column could hold."),
            _ => signature with { Outputs = [.. signature.Outputs.Select(output => output with { FollowsData = sized.Contains(output.Name) })] },
        };
    }

    public static ModelSignature Create(ModelProto model, string source)
    {
        // An initializer listed as an input has a value already.
        var given = model.Graph.Initializer.Select(tensor => tensor.Name).ToHashSet();
        var inputs = model.Graph.Input.Where(value => !given.Contains(value.Name)).Select(TensorSignature.Create).ToArray();
        return new ModelSignature(source, inputs, [.. model.Graph.Output.Select(TensorSignature.Create)]) { Needs = new InputNeeds(model.Graph) };
    }
}
