using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>A model bound to its columns, with the session that scores it.</summary>
internal sealed class ScoringModel : IRowModel, IDisposable
{
    private ScoringModel(OnnxModel original, OnnxModel portable, SessionHandle session, BoundInput[] inputs, BoundOutput[] outputs, bool batched, int? batchSize)
    {
        (Original, Portable, Session, Inputs, Outputs, Batched) = (original, portable, session, inputs, outputs, batched);
        Sizing = new BatchSizing(batched ? batchSize : 1, outputs, () => LargestLayer.BytesPerInputValue(portable, inputs));
    }

    /// <summary>The INT8 model with the names and dimensions of the FP32 one.</summary>
    public OnnxModel Original { get; }

    /// <summary>The model as it is scored and saved; see <see cref="PortableModel"/>. The weights are those of <see cref="Original"/>.</summary>
    public OnnxModel Portable { get; }

    public SessionHandle Session { get; }

    public BoundInput[] Inputs { get; }

    public BoundOutput[] Outputs { get; }

    /// <summary>Whether rows can be stacked along the first dimension.</summary>
    public bool Batched { get; }

    public BatchSizing Sizing { get; }

    /// <summary>What ends a run that does not end by itself.</summary>
    public RunSettings Runs { get; private init; }

    public bool TakesBatches => Batched && !Sizing.IsSingle;

    public bool IsVariable => Inputs.Any(input => input.IsVariable);

    /// <summary>Whether rows may be stacked, as far as the model's inputs and outputs tell.</summary>
    public static bool CanBatch(BoundInput[] inputs, MappedColumn[] outputs) =>
        inputs.All(input => input.Batched) && !Array.Exists(outputs, output => output.Tensor.FollowsData);

    public static ScoringModel Open(OnnxModel original, BoundInput[] inputs, MappedColumn[] outputs, bool batched, int? batchSize, int? threads, TimeSpan? maxRowTime = null)
    {
        var (portable, session) = PortableSession.Open(
            original, inputs, batched, threads, (model, sized) => model.View(PortableModel.Build(model.Proto, inputs, outputs, batched, batchSize, threads, sized, maxRowTime)));
        var bound = new BoundOutput[outputs.Length];
        for (int i = 0; i < outputs.Length; i++)
        {
            // Without a rank two free dimensions stand for "unknown": ML.NET takes a single one for a batch of 1.
            int[] inferred = session.Outputs[outputs[i].GraphName].Dimensions is { Length: > 0 } known ? [.. known.Select(size => Math.Max(size, -1))] : [-1, -1];
            portable.Graph.Output[i] = PortableShapes.Output(outputs[i], inferred.Select(size => (long)size));
            long[] row = [.. inferred.Select((size, axis) => axis == 0 && size < 0 ? 1L : size)];
            bound[i] = new BoundOutput(outputs[i], row);
        }

        return new ScoringModel(original, portable, session, inputs, bound, batched, batchSize) { Runs = new RunSettings(CancellationToken.None, maxRowTime) };
    }

    public void ThrowIfClosed() => Session.ThrowIfClosed();

    public IRowBatch CreateBatch(SchemaBinding binding, DataViewRow row, bool[] active, Func<int, long> position) => new RowBatch(this, binding, row, active, position);

    public IRowScorer CreateScorer(SchemaBinding binding, DataViewRow row, bool[] active) => new RowScorer(this, binding, row, active);

    public void Dispose() => Session.Dispose();
}
