using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.FakeQuantization;

/// <summary>
/// Rounds to the INT8 grid going forward; going back, gradients pass straight through inside the range, and the scale gets the
/// gradient of learned step size quantization (S. K. Esser et al., "Learned Step Size Quantization", ICLR 2020).
/// </summary>
internal sealed class FakeQuantizeFunction : autograd.SingleTensorFunction<FakeQuantizeFunction>
{
    private const string SettingsKey = "grid";

    [ThreadStatic]
    private static List<Tensor>? _returned;

    public override string Name => nameof(FakeQuantizeFunction);

    /// <summary>The value rounded to the grid and brought back.</summary>
    /// <param name="value">The tensor.</param>
    /// <param name="scale">One scale, or one for each index of the grid's axis.</param>
    /// <param name="start">The scale that learning began at, to which its steps are relative.</param>
    /// <param name="grid">The integers.</param>
    public static Tensor Apply(Tensor value, Tensor scale, Tensor start, QuantizationGrid grid) => apply(value, scale, start, grid);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (value, scale, start, grid) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (QuantizationGrid)vars[3]);
        ctx.save_for_backward([value, scale, start]);
        ctx.save_data(SettingsKey, grid);
        return grid.Round(value, scale);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        // All that a step makes lives to its end unless it is disposed of: gradients of every tensor, that is. What was returned the
        // last time is in other hands by now.
        _returned?.ForEach(tensor => tensor?.Dispose());
        var saved = ctx.get_saved_variables();
        _returned = Back(saved[0], saved[1], saved[2], (QuantizationGrid)ctx.get_data(SettingsKey), grad_output);
        saved.ForEach(tensor => tensor.Dispose());
        grad_output.Dispose();
        return _returned;
    }

    private static List<Tensor> Back(Tensor value, Tensor scale, Tensor start, QuantizationGrid grid, Tensor gradient)
    {
        var (passed, sums) = grid.Back(value, scale, gradient, scale.requires_grad);
        if (sums is null)
        {
            return [passed, null!, null!, null!];
        }

        double scaling = 1 / Math.Sqrt((double)value.numel() / scale.numel() * grid.Highest);
        return [passed, sums / scale * Scalars.Of(scaling) / (start * start), null!, null!];
    }
}
