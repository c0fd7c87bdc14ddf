using Microsoft.ML.Quantization.Training.Graph;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.FakeQuantization;

/// <summary>
/// Scales that training changes. The parameter is the scale over its starting value, so that one learning rate fits tensors of any
/// size; the gradient is scaled back so that plain gradient descent moves as if it were the scale itself.
/// </summary>
internal sealed class LearnedScale : nn.Module
{
    // A scale further from where calibration put it than this is no improvement but a divergence.
    private const double LargestFactor = 16;

    private readonly Tensor _start;
    private readonly Parameter _factor;

    /// <param name="start">The scales that calibration chose; one, or one for each channel.</param>
    /// <param name="device">Where they live.</param>
    /// <param name="shape">The shape of the scales: empty for one scale.</param>
    public LearnedScale(float[] start, Device device, params long[] shape)
        : base(nameof(LearnedScale))
    {
        _start = tensor(start, shape, device: device);
        _factor = new Parameter(ones_like(_start));
        register_buffer(nameof(_start), _start);
        register_parameter(nameof(_factor), _factor);
    }

    public Tensor Start => _start;

    /// <summary>The scales now, as a function of the parameter.</summary>
    public Tensor Value => _factor * _start;

    /// <summary>The scales now, as numbers.</summary>
    public float[] Values
    {
        get
        {
            using var scope = NewDisposeScope();
            using var _ = no_grad();
            return [.. Value.cpu().flatten().data<float>()];
        }
    }

    /// <summary>Stops or resumes learning.</summary>
    public bool Learns
    {
        set => _factor.requires_grad = value;
    }

    /// <summary>Keeps the scales positive after a step.</summary>
    public void Restrain()
    {
        using var _ = no_grad();
        _factor.clamp_(Scalars.Of(1 / LargestFactor), Scalars.Of(LargestFactor));
    }
}
