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

    private readonly Parameter _factor;

    /// <param name="start">The scales that calibration chose; one, or one for each channel.</param>
    /// <param name="device">Where they live.</param>
    /// <param name="shape">The shape of the scales: empty for one scale.</param>
    public LearnedScale(float[] start, Device device, params long[] shape)
        : base(nameof(LearnedScale))
    {
        (Starts, Shape) = (start, shape);
        _factor = new Parameter(ones(shape, device: device));
        register_parameter(nameof(_factor), _factor);
    }

    /// <summary>The scales that learning began at.</summary>
    public float[] Starts { get; }

    public long[] Shape { get; }

    /// <summary>What learns: the scales over those that learning began at.</summary>
    public Parameter Factor => _factor;

    /// <summary>The scales now.</summary>
    public float[] Values
    {
        get
        {
            float[] values = TensorMemory.Copy(_factor);
            for (int i = 0; i < values.Length; i++)
            {
                values[i] *= Starts[i];
            }

            return values;
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
        _factor.clamp_(Scalars.Get(1 / LargestFactor), Scalars.Get(LargestFactor));
    }
}
