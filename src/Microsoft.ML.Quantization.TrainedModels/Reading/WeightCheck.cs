using Microsoft.ML.Quantization.TrainedModels.Saved;

namespace Microsoft.ML.Quantization.TrainedModels.Reading;

/// <summary>Whether saved weights are ones that can be scored with.</summary>
internal static class WeightCheck
{
    public static void Run(float[] values, float bias)
    {
        if (!float.IsFinite(bias) || Array.Exists(values, value => !float.IsFinite(value)))
        {
            throw new UnknownLayoutException("a weight of it is no finite number");
        }
    }

    public static void Run(int[] indices, int features)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            if (indices[i] >= features || indices[i] <= (i == 0 ? -1 : indices[i - 1]))
            {
                throw new UnknownLayoutException($"its weights are of features that are not in order or not below {features}");
            }
        }
    }
}
