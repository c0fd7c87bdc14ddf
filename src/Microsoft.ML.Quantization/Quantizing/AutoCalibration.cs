using System.Globalization;
using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>Chooses the calibration method whose INT8 model is closest to FP32 at the outputs, on some of the calibration rows.</summary>
internal static class AutoCalibration
{
    /// <summary>Few enough that all methods together take less time than half a pass over a few hundred rows.</summary>
    private const int MostRows = 16;

    /// <summary>By how much a method must beat the default: rows that few do not tell less apart.</summary>
    private const double LeastDecibels = 0.5;

    /// <summary>The default first.</summary>
    private static readonly CalibrationMethod[] Methods = [.. CalibrationRules.Candidates(CalibrationMethod.Auto).Select(rule => rule.Method)];

    /// <param name="model">The model.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="options">The options.</param>
    /// <param name="progress">Told what was chosen.</param>
    /// <param name="made">What there is already: the plan calibrated with one of the methods, or <see langword="null"/>.</param>
    public static CalibratedModel Choose(ObservedModel model, QuantizationPlan plan, QuantizationOptions options, IQuantizationProgress progress, CalibratedModel? made = null)
    {
        CalibratedModel[] calibrated = [.. Methods.Select(method => method == made?.Options.Calibration ? made : With(model, plan, options with { Calibration = method }, progress))];
        var rows = model.Samples.ToArray();
        if (plan.IsEmpty || rows.Length == 0)
        {
            return calibrated[0];
        }

        rows = SpreadRows.Take(rows, MostRows);
        var errors = new OutputErrors(model.Source, rows, options.RunSettings)
            .Measure([.. calibrated.Select(each => (Func<OnnxModel>)each.Rewrite)]);
        int best = Array.IndexOf(errors, errors.MinBy(error => error.Mean));
        best = errors[best].Decibels - errors[0].Decibels > LeastDecibels ? best : 0;
        string others = string.Join(", ", Enumerable.Range(0, errors.Length).Where(i => i != best).Select(i => $"{Methods[i]} {Decibels(errors[i])}"));
        string reason = $"Auto chose {Methods[best]}: {Decibels(errors[best])} of output SQNR on {rows.Length} rows ({others}).";
        progress.Message(reason);
        return calibrated[best].Because(reason);
    }

    private static CalibratedModel With(ObservedModel model, QuantizationPlan plan, QuantizationOptions options, IQuantizationProgress progress) =>
        new(model, plan, model.Calibrate(plan, options), options, progress);

    private static string Decibels(OutputError error) => string.Create(CultureInfo.InvariantCulture, $"{error.Decibels:0.0} dB");
}
