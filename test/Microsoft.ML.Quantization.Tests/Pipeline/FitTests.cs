using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Pipeline;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Contract;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

[TestClass]
public sealed class FitTests
{
    private readonly MLContext _context = new(1);

    [TestMethod]
    public void CatalogEnvironment_IsStillReachable()
    {
        var messages = new LogMessages(_context);
        var host = CatalogEnvironment.Read(_context.Transforms).Register("Probe");
        using (var channel = host.Start("test"))
        {
            channel.Trace(Runtime.MessageSensitivity.None, "heard");
        }

        messages.AssertHolds("heard");
    }

    [TestMethod]
    public void Fit_TellsRowsAndSecondsInTheLog()
    {
        var messages = new LogMessages(_context);
        using var file = new ModelFile(PipelineModels.Dense(6, 4, "N"));
        using var transformer = StandInQuantizer.Estimator(_context, file.Path).Fit(PipelineData.Table(_context, 17, 6));
        messages.AssertHolds("17 calibration rows", " s.");
    }

    [TestMethod]
    public void MaxCalibrationRows_StopsReading()
    {
        using var file = new ModelFile(PipelineModels.Dense(6, 4, "N"));
        int read = 0;
        IEnumerable<PipelineData.TableRow> Rows()
        {
            for (; ; read++)
            {
                yield return new PipelineData.TableRow { X = new float[6] };
            }
        }

        using var transformer = StandInQuantizer.Estimator(_context, file.Path, new QuantizationOptions { MaxCalibrationRows = 5 }).Fit(PipelineData.Table(_context, Rows(), 6));
        Assert.IsTrue(read is >= 4 and <= 5, $"{read} rows were read.");
    }

    [TestMethod]
    public void Cancellation_StopsBetweenTwoRows()
    {
        using var file = new ModelFile(PipelineModels.Dense(6, 4, "N"));
        using var source = new CancellationTokenSource();
        int seen = 0;
        QuantizationResult Run(string model, IEnumerable<TensorValue[]> rows, QuantizationOptions options, IQuantizationProgress progress)
        {
            foreach (var _ in rows)
            {
                if (++seen == 3)
                {
                    source.Cancel();
                }
            }

            throw new InvalidOperationException("Not cancelled.");
        }

        var estimator = new OnnxQuantizationEstimator(_context.Transforms, file.Path, null, null, new QuantizationOptions { CancellationToken = source.Token }) { Quantizer = Run };
        Assert.ThrowsExactly<OperationCanceledException>(() => estimator.Fit(PipelineData.Table(_context, 50, 6)));
        Assert.AreEqual(3, seen);
        var spy = new SpyView(PipelineData.Table(_context, 50, 6));
        Assert.ThrowsExactly<OperationCanceledException>(() => estimator.Fit(spy), "A fit that is cancelled before it begins reads nothing.");
        Assert.AreEqual(0, spy.Cursors);
    }

    [TestMethod]
    public void Rows_CarryTheModelsNamesAndShapes()
    {
        using var file = new ModelFile(PipelineModels.Dense(6, 4, "N"));
        var all = new List<TensorValue[]>();
        QuantizationResult Run(string model, IEnumerable<TensorValue[]> rows, QuantizationOptions options, IQuantizationProgress progress)
        {
            all.AddRange(rows);
            return StandInQuantizer.Run(model, [], options, progress);
        }

        var data = _context.Transforms.CopyColumns("F", "x").Fit(PipelineData.Table(_context, 4, 6)).Transform(PipelineData.Table(_context, 4, 6));
        using var transformer = new OnnxQuantizationEstimator(_context.Transforms, file.Path, ["y"], ["F"], null) { Quantizer = Run }.Fit(data);
        Assert.AreEqual(4, all.Count);
        Assert.AreEqual("x", all[0].Single().Name);
        CollectionAssert.AreEqual(new long[] { 1, 6 }, all[0][0].Shape);
        Assert.AreNotSame(all[0][0].Values, all[1][0].Values, "A row stays what it was when the next is read.");
        CollectionAssert.AreNotEqual(all[0][0].Values, all[1][0].Values);
    }

    [TestMethod]
    public void MissingModel_IsNamed()
    {
        var error = Assert.ThrowsExactly<FileNotFoundException>(() => _context.Transforms.Quantize("absent.onnx"));
        StringAssert.Contains(error.Message, "absent.onnx");
    }
}
