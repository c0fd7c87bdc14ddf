using System.Runtime.InteropServices;
using Microsoft.ML.Quantization.Training.Graph;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>
/// Follows gradients with the parameters that learn: Adam, AdamW or gradient descent with momentum. Weights of two dimensions or more
/// decay. TorchSharp's own optimizers pass numbers that a garbage collection may free in the middle of a step (see
/// <see cref="Scalars"/>), and take a dozen calls for each parameter.
/// </summary>
internal sealed class WeightOptimizer
{
    private const double SmallestNorm = 1e-6;

    private readonly Parameter[] _parameters;
    private readonly QuantizationAwareTrainingOptions _options;
    private readonly float[][] _means;
    private readonly float[][] _squares;
    private readonly long[] _steps;

    public WeightOptimizer(IReadOnlyList<Parameter> parameters, QuantizationAwareTrainingOptions options)
    {
        (_parameters, _options) = ([.. parameters], options);
        _means = Array.ConvertAll(_parameters, parameter => new float[parameter.numel()]);
        _squares = Array.ConvertAll(_parameters, parameter => new float[options.Optimizer == TrainingOptimizer.Sgd ? 0 : parameter.numel()]);
        _steps = new long[_parameters.Length];
    }

    /// <summary>The bytes that <see cref="Write"/> writes.</summary>
    public long Bytes => Enumerable.Range(0, _steps.Length).Sum(i => sizeof(long) + (sizeof(float) * ((long)_means[i].Length + _squares[i].Length)));

    public void ZeroGradients()
    {
        using var scope = NewDisposeScope();
        foreach (var parameter in _parameters)
        {
            parameter.grad?.zero_();
        }
    }

    /// <summary>One step along the gradients, scaled down where their norm is above the limit of the options.</summary>
    public void Step(double learningRate)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var gradients = Array.ConvertAll(_parameters, parameter => parameter.requires_grad ? parameter.grad?.cpu().contiguous() : null);
        float factor = Factor(gradients);
        for (int i = 0; i < _parameters.Length; i++)
        {
            if (gradients[i] is { } gradient)
            {
                Step(i, gradient, learningRate, factor);
            }
        }
    }

    public void Write(BinaryWriter writer)
    {
        for (int i = 0; i < _parameters.Length; i++)
        {
            writer.Write(_steps[i]);
            writer.Write(MemoryMarshal.AsBytes<float>(_means[i]));
            writer.Write(MemoryMarshal.AsBytes<float>(_squares[i]));
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote for the same parameters and options.</summary>
    /// <exception cref="FormatException">It is no such thing.</exception>
    public void Read(BinaryReader reader)
    {
        for (int i = 0; i < _parameters.Length; i++)
        {
            _steps[i] = reader.ReadInt64();
            Checkpoint.Require(_steps[i] >= 0, $"its optimizer has made {_steps[i]} steps");
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_means[i].AsSpan()));
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_squares[i].AsSpan()));
        }
    }

    private float Factor(Tensor?[] gradients)
    {
        if (_options.GradientClipping is not { } limit)
        {
            return 1;
        }

        double sum = gradients.Sum(gradient => gradient is null ? 0 : SumOfSquares(new TensorMemory(gradient).All));
        return (float)Math.Min(1, limit / (Math.Sqrt(sum) + SmallestNorm));
    }

    private static double SumOfSquares(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
        {
            sum += (double)value * value;
        }

        return sum;
    }

    private void Step(int index, Tensor gradient, double rate, float factor)
    {
        var parameter = _parameters[index];
        var values = parameter.cpu().contiguous();
        Kernel(++_steps[index], rate, parameter.dim() > 1 ? _options.WeightDecay : 0, factor)
            .Apply(new TensorMemory(values).All, new TensorMemory(gradient).All, _means[index], _squares[index]);
        if (parameter.device_type != TorchSharp.DeviceType.CPU)
        {
            parameter.copy_(values);
        }
    }

    private UpdateKernel Kernel(long step, double rate, double decay, float factor)
    {
        bool apart = _options.Optimizer == TrainingOptimizer.AdamW;
        bool plain = _options.Optimizer == TrainingOptimizer.Sgd;
        var (mean, square) = UpdateKernel.Kept;
        double corrected = plain ? rate : rate / (1 - Math.Pow(mean, step));
        double squareFactor = plain ? 1 : 1 / (1 - Math.Pow(square, step));
        return new UpdateKernel(
            _options.Optimizer, (float)corrected, (float)squareFactor, apart ? 0 : (float)decay, apart ? (float)(1 - (rate * decay)) : 1, factor, (float)_options.Momentum);
    }
}
