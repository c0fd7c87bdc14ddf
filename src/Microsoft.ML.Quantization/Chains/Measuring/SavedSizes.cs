using System.IO.Compression;
using Microsoft.ML.Quantization.Reporting;

namespace Microsoft.ML.Quantization.Chains.Measuring;

/// <summary>How many bytes models and stages take in the file that ML.NET saves.</summary>
internal static class SavedSizes
{
    private const string Root = "TransformerChain";

    /// <param name="context">The context.</param>
    /// <param name="models">The model before and after.</param>
    /// <param name="schema">The schema that is saved with them.</param>
    /// <param name="stages">Each stage before and after.</param>
    public static ModelSizes Measure(MLContext context, Pair<ITransformer> models, DataViewSchema schema, IEnumerable<Pair<ITransformer>> stages)
    {
        return new ModelSizes(OfBoth(models, model => OfFile(context, model, schema)), [.. stages.Select(stage => OfStage(context, stage))]);
    }

    /// <summary>The whole file; <see langword="null"/> where the model cannot be saved.</summary>
    public static long? OfFile(MLContext context, ITransformer model, DataViewSchema schema)
    {
        using var stream = Save(context, model, schema);
        return stream?.Length;
    }

    /// <summary>A stage before and after.</summary>
    public static Pair<long?> OfStage(MLContext context, Pair<ITransformer> stage) => OfBoth(stage, each => OfStage(context, each));

    /// <summary>The bytes of a stage's entries, compressed; <see langword="null"/> where it cannot be saved.</summary>
    private static long? OfStage(MLContext context, ITransformer stage)
    {
        using var stream = Save(context, stage, null);
        if (stream == null)
        {
            return null;
        }

        using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
        return archive.Entries.Where(entry => entry.FullName.StartsWith(Root, StringComparison.Ordinal)).Sum(entry => entry.CompressedLength);
    }

    private static Pair<long?> OfBoth(Pair<ITransformer> both, Func<ITransformer, long?> measure)
    {
        long? before = measure(both.Before);
        return new Pair<long?>(before, both.Before == both.After ? before : measure(both.After));
    }

    /// <summary>A stage of others may not be made to be saved, and throws what it likes.</summary>
    private static MemoryStream? Save(MLContext context, ITransformer model, DataViewSchema? schema)
    {
        var stream = new MemoryStream();
        try
        {
            context.Model.Save(model, schema, stream);
            return stream;
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            stream.Dispose();
            return null;
        }
    }
}
