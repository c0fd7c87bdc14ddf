using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Pipeline;

namespace Microsoft.ML.Quantization;

/// <summary>What there is to do with quantized models beside the pipeline step; see <c>mlContext.Quantization()</c>.</summary>
public sealed class QuantizationCatalog
{
    private readonly MLContext _context;

    internal QuantizationCatalog(MLContext context) => _context = context;

    /// <summary>
    /// Saves a model as <c>mlContext.Model.Save</c> does, but writes it beside the file first: one that is there is replaced, whole or
    /// not at all.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="inputSchema">The schema of its input; <see langword="null"/> leaves it out.</param>
    /// <param name="path">The file to write, usually a <c>.zip</c> or <c>.mlnet</c> file.</param>
    /// <exception cref="DirectoryNotFoundException">The folder of <paramref name="path"/> does not exist.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Its folder may not be written to.</exception>
    public void Save(ITransformer model, DataViewSchema? inputSchema, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        AtomicFile.Write(path, stream => _context.Model.Save(model, inputSchema, stream));
    }

    /// <summary>
    /// Loads a model that <c>mlContext.Model.Save</c> wrote, as <c>mlContext.Model.Load</c> does, and puts the batched
    /// <see cref="QuantizedOnnxTransformer"/> back in place of the stock transformer it was saved as.
    /// </summary>
    /// <param name="path">The saved model, usually a <c>.zip</c> or <c>.mlnet</c> file.</param>
    /// <param name="inputSchema">The schema that the model was saved with.</param>
    /// <returns>The model. Stages that this library did not make are as <c>mlContext.Model.Load</c> gives them.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A newer version of this library saved the model.</exception>
    public ITransformer Load(string path, out DataViewSchema inputSchema)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"Model file '{path}' does not exist.", path);
        }

        using var stream = File.OpenRead(path);
        return Load(stream, out inputSchema);
    }

    /// <summary>As <see cref="Load(string, out DataViewSchema)"/>, from a stream.</summary>
    /// <param name="stream">The saved model; a stream that can seek.</param>
    /// <param name="inputSchema">The schema that the model was saved with.</param>
    /// <returns>The model.</returns>
    /// <exception cref="InvalidDataException">A newer version of this library saved the model.</exception>
    public ITransformer Load(Stream stream, out DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return BatchedModel.Restore(_context, _context.Model.Load(stream, out inputSchema));
    }
}
