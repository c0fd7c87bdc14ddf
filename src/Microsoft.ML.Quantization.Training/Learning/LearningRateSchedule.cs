namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>A linear rise from zero, then half a cosine down to a hundredth of the peak.</summary>
internal sealed class LearningRateSchedule(double peak, long steps, double warmupShare)
{
    private const double Last = 0.01;

    private readonly long _warmup = (long)Math.Round(steps * warmupShare);

    /// <param name="step">The step, from 0.</param>
    public double At(long step)
    {
        if (step < _warmup)
        {
            return peak * (step + 1) / _warmup;
        }

        double progress = Math.Min(1, (step - _warmup) / Math.Max(1.0, steps - _warmup - 1));
        return peak * (Last + ((1 - Last) * (1 + Math.Cos(Math.PI * progress)) / 2));
    }
}
