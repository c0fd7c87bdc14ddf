using System.Diagnostics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>Models whose loop does not end: stopped by a token, by a limit, and before they take all memory.</summary>
[TestClass]
public sealed class EndlessModelTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly MLContext _context = new(1);
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Fit_WhenCancelledInsideALoop_StopsWithinASecond()
    {
        string path = _folder.Write(Looping(float.MaxValue));
        using var source = new CancellationTokenSource();
        long cancelled = 0;
        source.Token.Register(() => cancelled = Stopwatch.GetTimestamp());
        source.CancelAfter(TimeSpan.FromSeconds(1));
        Assert.ThrowsExactly<OperationCanceledException>(
            () => _context.Transforms.Quantize(path, new QuantizationOptions { CancellationToken = source.Token }).Fit(PipelineData.Table(_context, 3, 6)));
        Assert.IsLessThan(Soon, Stopwatch.GetElapsedTime(cancelled));
    }

    [TestMethod]
    public void Fit_OfALoopWithoutEnd_NamesTheModelAndTheOption()
    {
        string path = _folder.Write(Looping(float.MaxValue));
        var options = new QuantizationOptions { MaxRowTime = TimeSpan.FromSeconds(0.5) };
        ErrorAssert.Throws<TimeoutException>(() => _context.Transforms.Quantize(path, options).Fit(PipelineData.Table(_context, 3, 6)), path, "0.5 s", "Loop", nameof(options.MaxRowTime));
    }

    [TestMethod]
    public void Fit_OfALoopThatTakesAllMemory_StopsBefore()
    {
        string path = _folder.Write(Looping(float.MaxValue, collects: true));
        var error = Assert.ThrowsExactly<TimeoutException>(
            () => _context.Transforms.Quantize(path, new QuantizationOptions { MaxRowTime = TimeSpan.FromSeconds(60) }).Fit(PipelineData.Table(_context, 1, 6)));
        ErrorAssert.Names(error.Message, path, "memory");
    }

    [TestMethod]
    public void Transform_OfRowsForWhichALoopDoesNotEnd_IsStopped()
    {
        string path = _folder.Write(Looping(100));
        var columns = PipelineData.TableColumns(6);
        IDataView Rows(float value) => _context.Data.LoadFromEnumerable(Enumerable.Range(0, 4).Select(_ => new PipelineData.TableRow { X = [value, 1, 1, 1, 1, 1] }), columns);
        using var model = _context.Transforms.Quantize(path, new QuantizationOptions { MaxRowTime = TimeSpan.FromSeconds(0.5), OnlyWhereFaster = false }).Fit(Rows(1));
        _context.Quantization().Save(model, Rows(1).Schema, _folder.File("m.zip"));
        Assert.AreEqual(4, Read(model, Rows(1)));
        ErrorAssert.Throws<TimeoutException>(() => Read(model, Rows(-1e30f)), path, "MaxRowTime");

        var loaded = _context.Quantization().Load(_folder.File("m.zip"), out _);
        using (loaded as IDisposable)
        {
            Assert.ThrowsExactly<TimeoutException>(() => Read(loaded, Rows(-1e30f)));
        }
    }

    [TestMethod]
    public void MaxRowTime_OfNoTime_IsRefused()
    {
        string path = _folder.Write(Looping(1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _context.Transforms.Quantize(path, new QuantizationOptions { MaxRowTime = TimeSpan.Zero }));
        Assert.AreEqual(3, Read(_context.Transforms.Quantize(path, new QuantizationOptions { MaxRowTime = TimeSpan.MaxValue }).Fit(PipelineData.Table(_context, 3, 6)), PipelineData.Table(_context, 3, 6)));
        Assert.AreEqual(3, Read(_context.Transforms.Quantize(path, new QuantizationOptions { MaxRowTime = Timeout.InfiniteTimeSpan }).Fit(PipelineData.Table(_context, 3, 6)), PipelineData.Table(_context, 3, 6)));
    }

    private static int Read(ITransformer model, IDataView rows)
    {
        using var cursor = model.Transform(rows).GetRowCursor(model.GetOutputSchema(rows.Schema));
        var getter = cursor.GetGetter<Microsoft.ML.Data.VBuffer<float>>(cursor.Schema["y"]);
        int count = 0;
        for (Microsoft.ML.Data.VBuffer<float> value = default; cursor.MoveNext(); count++)
        {
            getter(ref value);
        }

        return count;
    }

    /// <summary>Goes on until the sum of the row, and of a one a round for each value, is over a limit.</summary>
    private static ModelProto Looping(float limit, bool collects = false)
    {
        var body = new ModelBuilder(13)
            .Node("Add", "sum_in one", "sum_out").Node("ReduceSum", "sum_out", "total", ("keepdims", 0)).Node("Less", "total limit", "on")
            .Node("MatMul", "sum_out w", "kept").Build().Graph;
        body.Input.AddRange([ModelBuilder.Value("i", DataType.Int64, []), ModelBuilder.Value("go", DataType.Bool, []), ModelBuilder.Value("sum_in", DataType.Float, [1, 6])]);
        body.Output.AddRange([ModelBuilder.Value("on", DataType.Bool, []), ModelBuilder.Value("sum_out", DataType.Float, [1, 6])]);
        if (collects)
        {
            body.Output.Add(ModelBuilder.Value("kept", DataType.Float, [1, 4096]));
        }

        float[] weights = [.. Enumerable.Range(0, 6 * 4096).Select(i => (i % 7) - 3f)];
        var model = new ModelBuilder(13).Input("x", 1, 6).Weights("w", weights, 6, 4096).Weights("one", [1f]).Weights("limit", [limit])
            .Weights(TensorData.Create<bool>("true", [true], [])).Node("Loop", "- true x", collects ? "s all" : "s", ("body", body)).Node("MatMul", "s w", "y");
        return (collects ? model.Node("ReduceMax", "all", "most", ("axes", new[] { 0 })).Node("Add", "y most", "z").Output("z") : model.Output("y")).Build();
    }
}
