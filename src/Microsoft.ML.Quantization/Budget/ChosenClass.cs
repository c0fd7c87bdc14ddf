using System.Numerics.Tensors;

namespace Microsoft.ML.Quantization.Budget;

/// <summary>The class that scores speak for: the place of the largest.</summary>
internal static class ChosenClass
{
    /// <exception cref="InvalidOperationException">The scores are no scores of classes.</exception>
    public static int OfFloat(float[][] outputs, long row, string model)
    {
        if (outputs.Length == 0 || outputs[0].Length < 2)
        {
            throw new InvalidOperationException(
                $"The first output of '{model}' has {(outputs.Length == 0 ? "no real numbers" : $"{outputs[0].Length} value for a row")}; accuracy needs a score for each of two or more classes. Leave MaxAccuracyLoss unset for a model that is no classifier.");
        }

        if (Array.FindIndex(outputs[0], float.IsNaN) is var bad and >= 0)
        {
            throw new InvalidOperationException($"The FP32 model '{model}' gives NaN as score {bad} of validation row {row}. Drop such rows, or export the model again.");
        }

        return TensorPrimitives.IndexOfMax<float>(outputs[0]);
    }

    /// <summary>NaN is no class.</summary>
    public static int OfQuantized(float[][] outputs) => outputs[0].Any(float.IsNaN) ? -1 : TensorPrimitives.IndexOfMax<float>(outputs[0]);
}
