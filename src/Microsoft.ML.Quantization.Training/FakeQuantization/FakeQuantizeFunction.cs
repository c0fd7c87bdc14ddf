using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.FakeQuantization;

/// <summary>
/// Rounds to the INT8 grid going forward; going back, gradients pass straight through inside the range, and the scale gets the
/// gradient of learned step size quantization (S. K. Esser et al., "Learned Step Size Quantization", ICLR 2020).
/// </summary>
internal sealed class FakeQuantizeFunction : autograd.SingleTensorFunction<FakeQuantizeFunction>
{
    private const string SettingsKey = "grid";

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
        var rounded = grid.Round(value, scale);
        ctx.save_for_backward([value, scale, rounded, start]);
        ctx.save_data(SettingsKey, grid);
        return rounded;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var saved = ctx.get_saved_variables();
        var (value, scale, rounded, start) = (saved[0], saved[1], saved[2], saved[3]);
        var grid = (QuantizationGrid)ctx.get_data(SettingsKey);
        var passed = grad_output.masked_fill(grid.Outside(value, scale), 0);

        if (!scale.requires_grad)
        {
            return [passed, null!, null!, null!];
        }

        // Inside the range the derivative by the scale is (rounded - value) / scale, at its ends rounded / scale.
        // (A dot product would be quicker, but the library behind it does not add up in the same order every time.)
        var change = grid.SumByScale((grad_output * rounded).addcmul_(passed, value, -1)) / scale;
        double scaling = 1 / Math.Sqrt((double)value.numel() / scale.numel() * grid.Highest);
        return [passed, change * scaling / start.square(), null!, null!];
    }
}
