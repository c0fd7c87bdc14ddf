using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.FakeQuantization;

/// <summary>Rounds the weights of one node to INT8, with the scales that the exported model will have.</summary>
internal sealed class WeightFakeQuantizer : nn.Module<Tensor, Tensor>
{
    // The scales that keep pairs within a limit move as slowly as the weights and cost more than the rounding itself.
    private const int StepsBetweenFloors = 16;

    private readonly QuantizationGrid _grid;
    private readonly LearnedScale? _scale;
    private readonly float? _largestPair;
    private readonly bool _roundsBiases;
    private readonly int _outputAxis;
    private readonly double _factor;
    private readonly double _biasFactor;
    private float[] _stepSizes = [];
    private float[]? _floor;
    private int _floorAge;

    public WeightFakeQuantizer(WeightsForTraining weights, bool learned, Device device)
        : base(nameof(WeightFakeQuantizer))
    {
        var node = weights.Node;
        _outputAxis = weights.OutputAxis;
        _grid = new QuantizationGrid(weights.Lowest, weights.Highest, 0, weights.IsPerChannel ? _outputAxis : null);
        _largestPair = weights.LargestPair;
        _roundsBiases = weights.HasIntegerBias;
        _factor = WeightedNodes.WeightFactor(node);
        _biasFactor = WeightedNodes.BiasFactor(node);
        if (learned)
        {
            _scale = new LearnedScale(weights.Scales, device, weights.IsPerChannel ? [weights.Scales.Length] : []);
            register_module(nameof(_scale), _scale);
        }
    }

    /// <summary>The scales that are learned; <see langword="null"/> where they follow the largest weight.</summary>
    public LearnedScale? Scale => _scale;

    public override Tensor forward(Tensor weights)
    {
        if (_factor == 0)
        {
            // The products are multiplied by it afterwards, and count for nothing.
            return weights;
        }

        var scaled = _factor == 1 ? weights : weights * Scalars.Get(_factor);
        var scales = Scales(scaled);
        _stepSizes = scales.Values;
        var rounded = FakeQuantizeFunction.Apply(scaled, scales, _grid);
        return _factor == 1 ? rounded : rounded / Scalars.Get(_factor);
    }

    /// <summary>Rounds a bias, where the target does, to the INT32 grid of the products: the input's scale times that of the weights just rounded.</summary>
    public Tensor RoundBias(Tensor bias, float inputScale) => !_roundsBiases || _biasFactor == 0 || _stepSizes.Length == 0
        ? bias
        : BiasRounding.Apply(bias, Array.ConvertAll(_stepSizes, scale => scale * inputScale / (float)_biasFactor));

    /// <summary>Has the smallest scales computed again, which training steps do now and then only.</summary>
    public void Refresh() => _floor = null;

    private RoundingScales Scales(Tensor weights)
    {
        float[]? floor = _largestPair is { } limit ? Floor(weights, limit) : null;
        if (_scale != null)
        {
            return new RoundingScales(_scale, floor);
        }

        float[] scales = Array.ConvertAll(LargestMagnitudes.Measure(weights, _grid.Axis), largest => MathF.Max(largest, ScaleCalculator.SmallestScale * _grid.Highest) / _grid.Highest);
        return new RoundingScales(floor == null ? scales : RoundingScales.Raised(scales, floor), _grid.Axis == null ? [] : [scales.Length]);
    }

    private float[] Floor(Tensor weights, float limit)
    {
        if (!training)
        {
            return SmallestScales(weights, limit);
        }

        if (_floor is null || ++_floorAge >= StepsBetweenFloors)
        {
            (_floor, _floorAge) = (SmallestScales(weights, limit), 0);
        }

        return _floor;
    }

    private float[] SmallestScales(Tensor weights, float limit)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var perChannel = TorchPairSums.MinimumScales(weights.detach(), _outputAxis, limit);
        return TensorMemory.Copy(_grid.Axis == null ? perChannel.amax([]) : perChannel);
    }
}
