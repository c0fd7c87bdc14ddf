using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Numerics;

namespace Benchmarks;

/// <summary>The inner loops, on a million values that are normally distributed or, like the output of Relu, half zero.</summary>
public class KernelBenchmark
{
    private const int Length = 1 << 20;
    private readonly float[] _values = new float[Length];
    private readonly float[] _restored = new float[Length];
    private readonly byte[] _quantized = new byte[Length];
    private readonly TensorSketch _sketch = new();
    private QuantizationParameters _parameters;

    [Params("normal", "Relu")]
    public string Values { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(5);
        for (int i = 0; i < Length; i++)
        {
            float value = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
            _values[i] = Values == "Relu" ? Math.Max(0f, value) : value;
        }

        _sketch.Add(_values);
        _parameters = ScaleCalculator.FromRange(_sketch.Minimum, _sketch.Maximum, QuantizedType.UInt8, symmetric: false, reduceRange: false);
        AffineQuantizer.Quantize(_values, _parameters, _quantized);
    }

    [Benchmark]
    public void Sketch() => new TensorSketch().Add(_values);

    [Benchmark]
    public void SketchScalar() => new TensorSketch().AddScalar(_values);

    [Benchmark]
    public void Quantize() => AffineQuantizer.Quantize(_values, _parameters, _quantized);

    [Benchmark]
    public void Dequantize() => AffineQuantizer.Dequantize(_quantized, _parameters, _restored);

    [Benchmark]
    public float MinMax() => Estimate(CalibrationMethod.MinMax);

    [Benchmark]
    public float Entropy() => Estimate(CalibrationMethod.Entropy);

    [Benchmark]
    public float Percentile() => Estimate(CalibrationMethod.Percentile);

    [Benchmark]
    public float MeanSquaredError() => Estimate(CalibrationMethod.MeanSquaredError);

    internal static void Run(BenchmarkTable table, Arguments arguments)
    {
        var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
        var config = DefaultConfig.Instance.AddJob(job).WithArtifactsPath(Path.Combine(Path.GetTempPath(), "Microsoft.ML.Quantization.Benchmarks"));
        BenchmarkRunner.Run<KernelBenchmark>(config);
    }

    private float Estimate(CalibrationMethod method) => RangeEstimator.Estimate(_sketch, new(method, 99.999)).High;
}
