using Microsoft.ML.Quantization.Numerics;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.FakeQuantization;

/// <summary>Rounds an activation tensor to 8 bits with one scale, which may learn, and a zero point, which does not.</summary>
internal sealed class ActivationFakeQuantizer : nn.Module<Tensor, Tensor>
{
    private readonly QuantizationGrid _grid;
    private readonly LearnedScale _scale;

    public ActivationFakeQuantizer(QuantizationParameters start, Device device)
        : base(nameof(ActivationFakeQuantizer))
    {
        _grid = new QuantizationGrid(start.QuantizedMinimum, start.QuantizedMaximum, start.ZeroPoint);
        _scale = new LearnedScale([start.Scale], device);
        register_module(nameof(_scale), _scale);
    }

    public LearnedScale Scale => _scale;

    /// <summary>The range of real values that training has arrived at.</summary>
    public (float Low, float High) Range
    {
        get
        {
            float scale = _scale.Values[0];
            return ((_grid.Lowest - _grid.ZeroPoint) * scale, (_grid.Highest - _grid.ZeroPoint) * scale);
        }
    }

    public override Tensor forward(Tensor value) => FakeQuantizeFunction.Apply(value, new RoundingScales(_scale), _grid);
}
