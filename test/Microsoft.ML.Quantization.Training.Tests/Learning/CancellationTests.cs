using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Training.Tests.Handlers;

namespace Microsoft.ML.Quantization.Training.Tests.Learning;

/// <summary>A training stops wherever it is: while it calibrates, validates or learns.</summary>
[TestClass]
public sealed class CancellationTests : IDisposable
{
    private const int Count = 400;

    private readonly AnyTraining _training = new();
    private readonly CancellationTokenSource _stop = new();
    private int _read;

    private static ModelBuilder Model => Form.Of(17, -1, 16).Made("w", 16, 8).Made("v", 8, 4).Node("Gemm", "x w", "h").Node("Relu", "h", "r").Node("Gemm", "r v", "y");

    public void Dispose()
    {
        _training.Dispose();
        _stop.Dispose();
    }

    [TestMethod]
    [DataRow(100, "calibration")]
    [DataRow(Count + 100, "counting")]
    [DataRow((2 * Count) + 100, "validation")]
    [DataRow((3 * Count) + 100, "the first epoch")]
    public void Rows_AreNotReadOn(int at, string where)
    {
        var options = AnyTraining.Options with { CancellationToken = _stop.Token, Epochs = 50 };
        Assert.Throws<OperationCanceledException>(() => _training.Run(Model, StoppingAt(at), options: options), where);
        Assert.IsLessThan(at + (Count / 2), _read, where);
    }

    [TestMethod]
    public void TheTokenOfTheQuantization_StopsTrainingToo()
    {
        TrainingLog.AtEpochs(_training.Context, _ => _stop.Cancel());
        var options = AnyTraining.Options with { Epochs = 50, Quantization = AnyTraining.Options.Quantization with { CancellationToken = _stop.Token } };
        Assert.Throws<OperationCanceledException>(() => _training.Run(Model, _training.Data(Count, 1, 16), options: options));
    }

    [TestMethod]
    public void BeforeTheFirstStep_TheModelBeforeTrainingIsKeptWhereThatIsAskedFor()
    {
        var options = AnyTraining.Options with { CancellationToken = _stop.Token, Epochs = 50, KeepBestWhenCancelled = true };
        using var kept = _training.Context.Transforms.QuantizeAware(_training.Save(Model), null, options).Fit(StoppingAt((2 * Count) + 100));
        Assert.IsNotNull(kept.Calibration);
    }

    private IDataView StoppingAt(int row) => _training.View(Watched(row), 1, 16);

    private IEnumerable<AnyTraining.Row> Watched(int last)
    {
        foreach (var row in AnyTraining.Rows(Count, 1, 16))
        {
            if (++_read == last)
            {
                _stop.Cancel();
            }

            yield return row;
        }
    }
}
