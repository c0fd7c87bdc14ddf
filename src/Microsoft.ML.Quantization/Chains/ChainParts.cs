namespace Microsoft.ML.Quantization.Chains;

/// <summary>Takes a model apart into its stages, chains inside of chains too, and puts it together again.</summary>
internal static class ChainParts
{
    public static IEnumerable<ITransformer> Stages(ITransformer model) => model is IEnumerable<ITransformer> chain ? chain.SelectMany(Stages) : [model];

    /// <summary>The model with other stages in the same order; chains in which none is another stay the objects that they are.</summary>
    public static ITransformer Rebuild(ITransformer model, IReadOnlyList<ITransformer> stages)
    {
        int next = 0;
        return Rebuild(model, stages, ref next);
    }

    private static ITransformer Rebuild(ITransformer model, IReadOnlyList<ITransformer> stages, ref int next)
    {
        if (model is not IEnumerable<ITransformer> chain)
        {
            return stages[next++];
        }

        ITransformer[] parts = [.. chain];
        var rebuilt = new ITransformer[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            rebuilt[i] = Rebuild(parts[i], stages, ref next);
        }

        return parts.SequenceEqual(rebuilt) ? model : RebuiltChain.Create(model, rebuilt);
    }
}
