using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>The weights of a convolution or linear layer, between channels that it reads and channels that it makes.</summary>
internal sealed class ScaledWeights
{
    private readonly WeightLayout _layout;
    private readonly Func<float[]> _read;

    /// <summary>Twice as much as the weights themselves: let go of where memory is short, and made again.</summary>
    private readonly WeakReference<WeightSizes?> _sizes = new(null);

    /// <param name="name">The initializer.</param>
    /// <param name="read">Reads its values.</param>
    /// <param name="layout">How they lie.</param>
    /// <param name="inputs">The channels that are read, those of all groups.</param>
    /// <param name="outputs">The channels that are made.</param>
    public ScaledWeights(string name, Func<float[]> read, WeightLayout layout, int[] inputs, int[] outputs)
    {
        (Name, _read, _layout, Inputs, Outputs) = (name, read, layout, inputs, outputs);
        Taps = layout.OutputAxis == 0 ? layout.Dimensions.Skip(2).Aggregate(1, (product, size) => product * (int)size) : 1;
    }

    public string Name { get; }

    /// <summary>The convolution or linear layer that has them.</summary>
    public required NodeProto Node { get; init; }

    public int[] Inputs { get; }

    public int[] Outputs { get; }

    /// <summary>How many channels one output reads.</summary>
    public int InputsOfOne => Inputs.Length / _layout.Groups;

    /// <summary>Both of what follows. It stays as long as someone holds it.</summary>
    public WeightSizes Sizes
    {
        get
        {
            lock (_sizes)
            {
                if (!_sizes.TryGetTarget(out var sizes))
                {
                    _sizes.SetTarget(sizes = Measure(_read()));
                }

                return sizes;
            }
        }
    }

    /// <summary>The largest magnitude between an output and each input that it reads: outputs, then inputs.</summary>
    public float[] Magnitudes => Sizes.Magnitudes;

    /// <summary>The sum of the squares between an output and each input that it reads, over the taps of a filter: outputs, then inputs.</summary>
    public float[] Squares => Sizes.Squares;

    /// <summary>The root of the summed squares of the weights of each output: how far it spreads inputs of size one.</summary>
    public double[] Norms => [.. Squares.Chunk(Math.Max(1, InputsOfOne)).Select(squares => Math.Sqrt(squares.Sum(square => (double)square)))];

    /// <summary>How many neighbouring values are between the same two channels.</summary>
    public int Taps { get; }

    /// <summary>Where the first input of an output is among <see cref="Inputs"/>.</summary>
    public int FirstInput(int output) => output / (Outputs.Length / _layout.Groups) * InputsOfOne;

    /// <summary>The weights that make channels times their factors from channels times theirs.</summary>
    /// <param name="values">The weights, which are changed.</param>
    /// <param name="factors">By the number of the channel.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float[] Scaled(float[] values, double[] factors)
    {
        double[] makes = Array.ConvertAll(Outputs, channel => factors[channel]);
        double[] reads = Array.ConvertAll(Inputs, channel => factors[channel]);
        int[] firsts = [.. Enumerable.Range(0, makes.Length).Select(FirstInput)];
        var (outer, inner) = Sides;
        int start = 0;
        for (int i = 0; i < outer; i++)
        {
            for (int j = 0; j < inner; j++)
            {
                var (output, input) = _layout.OutputAxis == 0 ? (i, j) : (j, i);
                double factor = makes[output] / reads[firsts[output] + input];
                for (int end = start + Taps; start < end; start++)
                {
                    values[start] = (float)(values[start] * factor);
                }
            }
        }

        return values;
    }

    /// <summary>What each output makes of inputs that are the same everywhere.</summary>
    /// <param name="values">The weights.</param>
    /// <param name="inputs">The value of each input.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double[] Products(float[] values, float[] inputs)
    {
        var products = new double[Outputs.Length];
        int[] firsts = [.. Enumerable.Range(0, products.Length).Select(FirstInput)];
        var (outer, inner) = Sides;
        int start = 0;
        for (int i = 0; i < outer; i++)
        {
            for (int j = 0; j < inner; j++)
            {
                var (output, input) = _layout.OutputAxis == 0 ? (i, j) : (j, i);
                double value = inputs[firsts[output] + input];
                for (int end = start + Taps; start < end; start++)
                {
                    products[output] += values[start] * value;
                }
            }
        }

        return products;
    }

    /// <summary>The summed variance of the outputs for inputs that vary by themselves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Signal(double[] variances)
    {
        double sum = 0;
        float[] squares = Squares;
        int inputs = InputsOfOne;
        for (int output = 0, at = 0; output < Outputs.Length; output++)
        {
            int first = FirstInput(output);
            for (int input = first; input < first + inputs; input++, at++)
            {
                sum += squares[at] * variances[input];
            }
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private WeightSizes Measure(float[] values)
    {
        var magnitudes = new float[Outputs.Length * InputsOfOne];
        var squares = new float[magnitudes.Length];
        int taps = Taps;
        for (int start = 0; start < values.Length; start += taps)
        {
            int place = Place(start / taps);
            (magnitudes[place], squares[place]) = taps == 1
                ? (Math.Abs(values[start]), values[start] * values[start])
                : (Math.Abs(TensorPrimitives.MaxMagnitude<float>(values.AsSpan(start, taps))), TensorPrimitives.SumOfSquares<float>(values.AsSpan(start, taps)));
        }

        return new WeightSizes(magnitudes, squares);
    }

    /// <summary>How many channels are on the side that changes least as values follow each other, and how many of the other side each meets.</summary>
    private (int Outer, int Inner) Sides => _layout.OutputAxis == 0 ? (Outputs.Length, InputsOfOne) : (InputsOfOne, Outputs.Length);

    /// <summary>Where a run of taps is among <see cref="Magnitudes"/>.</summary>
    private int Place(int run) => _layout.OutputAxis == 0 ? run : (run % Outputs.Length * InputsOfOne) + (run / Outputs.Length);
}
