using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Training.FakeQuantization;
using Microsoft.ML.Quantization.Training.Learning;
using Microsoft.ML.Quantization.Training.Native;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>A step of training with fake quantization against one of the same module in FP32, in turn.</summary>
internal static class TrainingStepBenchmark
{
    private const int BatchRows = 32;

    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns("model", "scales", "FP32 ms", "fake-quantized ms", "ratio");
        TorchSharpRuntime.EnsureLoaded();
        using var heap = new HeapRetention();
        set_num_threads(arguments.Number("threads", Environment.ProcessorCount));
        foreach (string name in new[] { "resnet20_cifar10_fp32", "resnet8_cifar10_fp32", "kws_dscnn_fp32", "minibert_sst2_fp32_opset17", "mobilenetv2_imagenet_fp32" })
        {
            if (Assets.Model($"{name}.onnx") is not { } path || !arguments.Selects(name))
            {
                continue;
            }

            TensorValue[][] rows = [.. ModelRows.Read(path, BatchRows)];
            var options = new QuantizationOptions { OnlyWhereFaster = false };
            using var observed = ObservedModel.Create(path, rows, [options], new SilentProgress());
            var calibrated = observed.Calibrate(options, new SilentProgress());
            foreach (bool learned in new[] { true, false })
            {
                var (first, second) = Compare(calibrated, [.. rows.Select(_ => new TrainingRow(rows[0], []))], learned, arguments.Number("runs", 15));
                table.Row(name, learned ? "learned" : "frozen", Text(first), Text(second), Text(second / first));
            }
        }
    }

    private static (double Float, double Quantized) Compare(CalibratedModel calibrated, TrainingRow[] rows, bool learned, int runs)
    {
        var options = new QuantizationAwareTrainingOptions { LearningRate = 1e-9, Scales = learned ? ScaleTraining.Learned : ScaleTraining.Frozen };
        using var model = TrainableModel.Create(calibrated, options);
        foreach (var scale in model.Quantizer.Scales)
        {
            scale.Learns = learned;
        }

        var optimizer = new WeightOptimizer(model.Parameters, options);
        string scores = OutputHead.Find(calibrated.Prepared.Graph, calibrated.Prepared.SourcePath).Scores;
        List<double> floats = [];
        List<double> quantized = [];
        for (int i = 0; i < runs; i++)
        {
            floats.Add(Step(null));
            quantized.Add(Step(model.Quantizer));
        }

        return (Timing.Median(floats), Timing.Median(quantized));

        double Step(FakeQuantizer? quantizer)
        {
            var watch = Stopwatch.StartNew();
            using var scope = NewDisposeScope();
            var outputs = model.Graph.Run(Batch.Stack(rows, CPU).Inputs, quantizer, [scores]);
            optimizer.ZeroGradients();
            outputs[scores].square().mean().backward();
            optimizer.Step(1e-9);
            return watch.Elapsed.TotalMilliseconds;
        }
    }

    private static string Text(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
