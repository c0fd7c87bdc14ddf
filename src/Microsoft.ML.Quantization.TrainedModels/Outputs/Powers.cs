using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Quantization.TrainedModels.Outputs;

/// <summary>
/// e to the power of doubles, four at a time, to within <see cref="Error"/> of its size; for powers between -700 and 700. Where both ends of that interval round to one float,
/// it is the float that <see cref="Math.Exp"/> gives.
/// </summary>
internal static class Powers
{
    public const double Error = 1.0 / (1L << 45);

    public const double Largest = 700;

    private const double Shift = 6755399441055744;
    private const double HalfLogarithm = 0.693147180369123816490;
    private const double RestOfLogarithm = 1.90821492927058770002e-10;

    public static bool IsFast => Vector256.IsHardwareAccelerated;

    /// <summary>The power is 2 to a whole power, which is added to the exponent, times that of a rest below 0.35, by its series.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Of(Vector256<double> power)
    {
        var shifted = (power * Vector256.Create(1.4426950408889634)) + Vector256.Create(Shift);
        var whole = shifted - Vector256.Create(Shift);
        var rest = power - (whole * Vector256.Create(HalfLogarithm)) - (whole * Vector256.Create(RestOfLogarithm));
        var sum = (rest * Vector256.Create(1.0 / 39916800)) + Vector256.Create(1.0 / 3628800);
        sum = (sum * rest) + Vector256.Create(1.0 / 362880);
        sum = (sum * rest) + Vector256.Create(1.0 / 40320);
        sum = (sum * rest) + Vector256.Create(1.0 / 5040);
        sum = (sum * rest) + Vector256.Create(1.0 / 720);
        sum = (sum * rest) + Vector256.Create(1.0 / 120);
        sum = (sum * rest) + Vector256.Create(1.0 / 24);
        sum = (sum * rest) + Vector256.Create(1.0 / 6);
        sum = (sum * rest) + Vector256.Create(0.5);
        sum = (sum * rest) + Vector256.Create(1.0);
        sum = (sum * rest) + Vector256.Create(1.0);
        return (sum.AsInt64() + Vector256.ShiftLeft(shifted.AsInt64(), 52)).AsDouble();
    }
}
