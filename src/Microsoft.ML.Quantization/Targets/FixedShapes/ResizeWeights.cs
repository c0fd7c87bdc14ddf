using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Targets.FixedShapes;

/// <summary>
/// What ONNX's Resize makes an output value of along one dimension, bilinearly or bicubically: values of the input, each with a weight.
/// </summary>
/// <param name="Places">By tap and output value, the place in the input.</param>
/// <param name="Weights">By tap and output value, what the value there counts.</param>
internal sealed record ResizeWeights(int[][] Places, float[][] Weights)
{
    private const int CubicTaps = 4;
    private const float UsualCubic = -0.75f;

    /// <param name="node">The Resize.</param>
    /// <param name="coordinates">The places that it reads along the dimension.</param>
    /// <param name="from">The size before.</param>
    /// <param name="to">The size after.</param>
    public static ResizeWeights Create(NodeProto node, ResizeCoordinates coordinates, int from, int to)
    {
        bool isCubic = node.Text("mode", "nearest") == "cubic", excludes = isCubic && node.Integer("exclude_outside", 0) != 0;
        int taps = isCubic ? CubicTaps : 2, first = isCubic ? -1 : 0;
        var made = new ResizeWeights(Array(taps, _ => new int[to]), Array(taps, _ => new float[to]));
        for (int i = 0; i < to; i++)
        {
            double place = isCubic ? coordinates.Place(i) : coordinates.Clamp(coordinates.Place(i));
            int below = (int)Math.Floor(place);
            double[] weights = isCubic ? Cubic(place - below, node.Real("cubic_coeff_a", UsualCubic)) : [1 - (place - below), place - below];
            for (int tap = 0; tap < taps; tap++)
            {
                int at = below + first + tap;
                made.Places[tap][i] = Math.Clamp(at, 0, from - 1);
                weights[tap] = excludes && made.Places[tap][i] != at ? 0 : weights[tap];
            }

            double sum = excludes ? weights.Sum() : 1;
            for (int tap = 0; tap < taps; tap++)
            {
                made.Weights[tap][i] = (float)(weights[tap] / sum);
            }
        }

        return made;
    }

    private static double[] Cubic(double share, double a)
    {
        double Far(double x) => ((((a * x) - (5 * a)) * x) + (8 * a)) * x - (4 * a);
        double Near(double x) => ((((a + 2) * x) - (a + 3)) * x * x) + 1;
        return [Far(share + 1), Near(share), Near(1 - share), Far(2 - share)];
    }

    private static T[] Array<T>(int count, Func<int, T> create) => [.. Enumerable.Range(0, count).Select(create)];
}
