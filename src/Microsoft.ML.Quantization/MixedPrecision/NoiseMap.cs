using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization.MixedPrecision;

/// <summary>
/// What each place where INT8 rounds adds to the error of the output, measured one place at a time on a few rows. While errors are
/// small they add up nearly without interacting, so the sum over the places of any plan predicts its error.
/// </summary>
internal sealed class NoiseMap
{
    private const string Task = "Measured where INT8 rounds";

    private readonly OutputErrors _errors;
    private readonly IQuantizationProgress _progress;
    private readonly Dictionary<NoiseSource, double> _known = [];

    public NoiseMap(OutputErrors errors, IQuantizationProgress progress) => (_errors, _progress) = (errors, progress);

    public double this[NoiseSource source] => _known[source];

    /// <summary>Measures what is not known yet of the places where a calibrated model rounds.</summary>
    public void Measure(CalibratedModel calibrated, IEnumerable<NoiseSource> sources)
    {
        NoiseSource[] missing = [.. sources.Distinct().Where(source => !_known.ContainsKey(source))];
        if (missing.Length == 0)
        {
            return;
        }

        var noisy = new NoisyModel(calibrated.Prepared, calibrated.Plan, calibrated.Settings with { BiasCorrections = calibrated.Corrections() });
        var errors = _errors.Measure([.. missing.Select(source => (Func<OnnxModel>)(() => noisy.With(source)))], done => _progress.Step(Task, done, missing.Length));
        for (int i = 0; i < missing.Length; i++)
        {
            _known[missing[i]] = errors[i].Typical;
        }
    }

    /// <summary>The predicted error of a calibrated model.</summary>
    public double ErrorOf(CalibratedModel calibrated)
    {
        NoiseSource[] sources = [.. SourcesOf(calibrated)];
        Measure(calibrated, sources);
        return sources.Sum(source => _known[source]);
    }

    /// <summary>
    /// Where the model rounds. A tensor that takes its range from another is on that one's grid already, or rounded once for both.
    /// </summary>
    public static IEnumerable<NoiseSource> SourcesOf(CalibratedModel calibrated) =>
        calibrated.Plan.Nodes.Where(node => node.Role is NodeRole.Convolution or NodeRole.Linear).Select(node => NoiseSource.NodeWeights(node.Name))
            .Concat(calibrated.Plan.Tensors.Where(tensor => tensor.Name == tensor.RangeOf).Select(tensor => NoiseSource.Tensor(tensor.Name, calibrated.Settings.Activations[tensor.Name])));
}
