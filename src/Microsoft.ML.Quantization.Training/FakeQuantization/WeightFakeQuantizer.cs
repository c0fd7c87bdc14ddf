using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Rewriting;
using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.FakeQuantization;

/// <summary>Rounds the weights of one node to INT8, with the scales that the exported model will have.</summary>
internal sealed class WeightFakeQuantizer : nn.Module<Tensor, Tensor>
{
    // The scales that avoid saturation move as slowly as the weights and cost more than the rounding itself.
    private const int StepsBetweenFloors = 16;

    private readonly QuantizationGrid _grid;
    private readonly LearnedScale? _scale;
    private readonly bool _avoidSaturation;
    private readonly int _outputAxis;
    private readonly double _factor;
    private readonly double _biasFactor;
    private Tensor? _stepSize;
    private Tensor? _floor;
    private int _floorAge;

    public WeightFakeQuantizer(NodeProto node, WeightSource source, float[] start, WeightRounding rounding, Device device)
        : base(nameof(WeightFakeQuantizer))
    {
        (int lowest, int highest) = ScaleCalculator.Levels(QuantizedType.Int8, symmetric: true, rounding.ReduceRange);
        _outputAxis = source.OutputAxis;
        _grid = new QuantizationGrid(lowest, highest, 0, rounding.PerChannel ? _outputAxis : null);
        _avoidSaturation = rounding.AvoidSaturation && !source.Layout.IsDepthwise;
        _factor = node.Is("Gemm") ? node.Real("alpha", 1) : 1;
        _biasFactor = node.Is("Gemm") ? node.Real("beta", 1) : 1;
        if (rounding.Learned)
        {
            _scale = new LearnedScale(start, device, rounding.PerChannel ? [start.Length] : []);
            register_module(nameof(_scale), _scale);
        }
    }

    /// <summary>The scales that are learned; <see langword="null"/> where they follow the largest weight.</summary>
    public LearnedScale? Scale => _scale;

    public override Tensor forward(Tensor weights)
    {
        var scaled = _factor == 1 ? weights : weights * Scalars.Of(_factor);
        var scale = _scale?.Value ?? LargestMagnitude(scaled) / Scalars.Of(_grid.Highest);
        if (_avoidSaturation)
        {
            scale = maximum(scale, Floor(scaled));
        }

        _stepSize = scale.detach();
        var rounded = FakeQuantizeFunction.Apply(scaled, scale, _scale?.Start ?? scale, _grid);
        return _factor == 1 ? rounded : rounded / Scalars.Of(_factor);
    }

    /// <summary>Rounds a bias to the INT32 grid of the products: the input's scale times that of the weights just rounded.</summary>
    public Tensor RoundBias(Tensor bias, Tensor inputScale)
    {
        using var _ = no_grad();
        var step = _stepSize! * inputScale.detach() / Scalars.Of(_biasFactor);
        var change = bias.div(step).round_().mul_(step).sub_(bias);
        using var __ = enable_grad();
        return bias.Plus(change);
    }

    private Tensor LargestMagnitude(Tensor weights)
    {
        var magnitudes = weights.detach().abs();
        return (_grid.Axis == null ? magnitudes.amax([]) : magnitudes.amax(_grid.Others(weights))).clamp_min(Scalars.Of(ScaleCalculator.SmallestScale * _grid.Highest));
    }

    /// <summary>Has the smallest scales computed again, which training steps do now and then only.</summary>
    public void Refresh()
    {
        _floor?.Dispose();
        _floor = null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Refresh();
        }

        base.Dispose(disposing);
    }

    private Tensor Floor(Tensor weights)
    {
        if (!training)
        {
            return SmallestScale(weights);
        }

        if (_floor is null || ++_floorAge >= StepsBetweenFloors)
        {
            Refresh();
            _floor = SmallestScale(weights).DetachFromDisposeScope();
            _floorAge = 0;
        }

        return _floor;
    }

    private Tensor SmallestScale(Tensor weights)
    {
        using var _ = no_grad();
        var perChannel = TorchPairSums.MinimumScales(weights.detach(), _outputAxis);
        return _grid.Axis == null ? perChannel.amax([]) : perChannel;
    }
}
