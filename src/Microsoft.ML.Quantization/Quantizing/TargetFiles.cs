using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>Writes the files of targets, of models that were just made and of such that were loaded.</summary>
internal static class TargetFiles
{
    /// <summary>Writes the file of the target that a model was made for.</summary>
    /// <param name="model">The model that is scored.</param>
    /// <param name="result">How it was made; <see langword="null"/> for one that was loaded.</param>
    /// <param name="path">The file.</param>
    public static TargetReport Save(OnnxModel model, QuantizationResult? result, string path)
    {
        var target = result?.Target ?? QuantizationTarget.Find(MadeFor(model))?.Definition
            ?? throw new InvalidOperationException("A model that was loaded has to tell the target that it was made for, which this one does not. Name one, write it as ONNX by SaveOnnx, or fit it again.");
        return TargetReports.Save(target, model, result?.Plan, path);
    }

    /// <summary>Writes the file of any target that a model has the numbers of.</summary>
    /// <param name="model">The model that is scored.</param>
    /// <param name="result">How it was made; <see langword="null"/> for one that was loaded.</param>
    /// <param name="path">The file.</param>
    /// <param name="target">The target.</param>
    public static TargetReport Save(OnnxModel model, QuantizationResult? result, string path, QuantizationTarget target)
    {
        if (result == null)
        {
            return TargetReports.Save(target.Definition, Loaded(model, target), null, path);
        }

        if (result.Target?.Name == target.Name)
        {
            return TargetReports.Save(target.Definition, model, result.Plan, path);
        }

        // Options decide how the file is written; the numbers of any will do, and what they lack is named.
        if ((result.Others.FirstOrDefault(other => other.Target == target) ?? result.Others.FirstOrDefault(other => other.Target.Name == target.Name)) is { } other)
        {
            return TargetReports.Save(target.Definition, other.Model, other.Plan, path);
        }

        return IsTrained(model)
            ? TargetReports.Save(target.Definition, Loaded(model, target), null, path)
            : throw new InvalidOperationException($"The model was not made for {target}. Fit it with {nameof(QuantizationOptions.AlsoFor)} = [{nameof(QuantizationTarget)}.{target}].");
    }

    private static OnnxModel Loaded(OnnxModel model, QuantizationTarget target)
    {
        string? name = MadeFor(model);
        if (name == target.Name)
        {
            return model;
        }

        var made = QuantizationTarget.Find(name)?.Definition.Numbers ?? new TargetNumbers();
        return target.Definition.Writer.Adopt(model, target.Definition.Numbers, made) ?? throw new InvalidOperationException(
            $"The model holds the numbers of the target that it was made for, {name ?? "which it does not tell"}, and lacks those of {target}. "
            + (IsTrained(model) ? $"Train it again with {nameof(QuantizationOptions.Target)} = {nameof(QuantizationTarget)}.{target}." : $"Fit it again with {nameof(QuantizationOptions.AlsoFor)} = [{nameof(QuantizationTarget)}.{target}]."));
    }

    /// <summary>Whether training made the integers, which no calibration pass can make for another target.</summary>
    private static bool IsTrained(OnnxModel model) => ModelProvenance.Read(model.Proto).ContainsKey(ModelProvenance.Training);

    /// <summary>The name of the target that a model says it was made for.</summary>
    private static string? MadeFor(OnnxModel model)
    {
        const string Key = "target=";
        return ModelProvenance.Read(model.Proto).TryGetValue(ModelProvenance.Options, out string? options)
            ? options.Split(';').FirstOrDefault(option => option.StartsWith(Key, StringComparison.Ordinal))?[Key.Length..]
            : null;
    }
}
