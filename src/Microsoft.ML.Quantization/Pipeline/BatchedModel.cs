using Microsoft.ML.Quantization.Chains;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Transforms.Onnx;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>Puts our batched step back in place of the stock transformers that were saved for it.</summary>
internal static class BatchedModel
{
    public static ITransformer Restore(MLContext context, ITransformer transformer)
    {
        switch (transformer)
        {
            case OnnxTransformer stock:
                return Restore(context, stock);
            case IEnumerable<ITransformer> chain:
                ITransformer[] stages = [.. chain];
                ITransformer[] restored = [.. stages.Select(stage => Restore(context, stage))];
                return stages.SequenceEqual(restored) ? transformer : RebuiltChain.Create(transformer, restored);
            default:
                return transformer;
        }
    }

    private static ITransformer Restore(MLContext context, OnnxTransformer stock)
    {
        var portable = StockTransformer.Model(context, stock);
        if (PortableMetadata.Read(portable) is not { } saved)
        {
            return stock;
        }

        var original = new OnnxModel(PortableModel.Restore(portable, saved), "the saved model");
        ModelChecks.Verify(original.Proto);
        var signature = ModelSignature.Create(original.Proto, original.SourcePath);
        var inputs = signature.Inputs.ToDictionary(input => input.Name);
        var outputs = signature.Outputs.ToDictionary(output => output.Name);
        var model = ScoringModel.Open(
            original,
            [.. saved.Inputs.Select(input => input.Bind(Find(inputs, input.Tensor)))],
            [.. saved.Outputs.Select(output => output.Bind(Find(outputs, output.Tensor)))],
            saved.Batched,
            saved.BatchSize,
            saved.IntraOpThreads,
            saved.MaxRowTime);
        stock.Dispose();
        return new QuantizedOnnxTransformer(model, result: null);
    }

    private static TensorSignature Find(Dictionary<string, TensorSignature> tensors, string name) => tensors.TryGetValue(name, out var tensor)
        ? tensor
        : throw new InvalidDataException($"Its pipeline step is said to use tensor '{ForeignText.Line(name)}', which is no input or output of its model.");
}
