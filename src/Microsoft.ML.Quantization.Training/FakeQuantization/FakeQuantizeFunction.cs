using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.FakeQuantization;

/// <summary>
/// Rounds to the INT8 grid going forward; going back, gradients pass straight through inside the range, and the scale gets the
/// gradient of learned step size quantization (S. K. Esser et al., "Learned Step Size Quantization", ICLR 2020).
/// </summary>
internal sealed class FakeQuantizeFunction : autograd.SingleTensorFunction<FakeQuantizeFunction>
{
    private const string SettingsKey = "settings";

    [ThreadStatic]
    private static List<Tensor>? _returned;

    public override string Name => nameof(FakeQuantizeFunction);

    /// <summary>The value rounded to the grid and brought back.</summary>
    public static Tensor Apply(Tensor value, RoundingScales scales, QuantizationGrid grid) => apply(value, scales.Parameter!, new Settings(scales, grid));

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (value, settings) = ((Tensor)vars[0], (Settings)vars[2]);
        ctx.save_for_backward([value]);
        ctx.save_data(SettingsKey, settings);
        return settings.Grid.Round(value, settings.Scales);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        // All that a step makes lives to its end unless it is disposed of: gradients of every tensor, that is. What was returned the
        // last time is in other hands by now.
        _returned?.ForEach(tensor => tensor?.Dispose());
        var saved = ctx.get_saved_variables();
        _returned = Back(saved[0], (Settings)ctx.get_data(SettingsKey), grad_output);
        saved.ForEach(tensor => tensor.Dispose());
        grad_output.Dispose();
        return _returned;
    }

    private static List<Tensor> Back(Tensor value, Settings settings, Tensor gradient)
    {
        var (scales, grid) = (settings.Scales, settings.Grid);
        var (passed, sums) = grid.Back(value, scales, gradient, sum: scales.Parameter is { requires_grad: true });
        if (sums is null)
        {
            return [passed, null!, null!];
        }

        double scaling = 1 / Math.Sqrt((double)value.numel() / sums.Length * grid.Highest);
        return [passed, tensor(scales.Gradient(sums, scaling), scales.Shape, device: value.device), null!];
    }

    private sealed record Settings(RoundingScales Scales, QuantizationGrid Grid);
}
