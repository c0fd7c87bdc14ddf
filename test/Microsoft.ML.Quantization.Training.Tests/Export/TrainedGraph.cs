using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Generated;
using Microsoft.ML.Quantization.Training.Export;
using Microsoft.ML.Quantization.Training.Handlers;
using Microsoft.ML.Quantization.Training.Learning;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Tests.Export;

/// <summary>How far three ways to run a model that was trained a little are apart: the module, and the exported file in ONNX Runtime with and without its optimizations.</summary>
/// <param name="Module">The distance of the module from the optimized file, over all outputs and rows, as a share of their size.</param>
/// <param name="Plain">The same of the file without optimizations.</param>
internal sealed record TrainedGraph(double Module, double Plain)
{
    private const int Steps = 2;

    private static readonly QuantizationAwareTrainingOptions Options = new()
    {
        Quantization = new QuantizationOptions { OnlyWhereFaster = false },
        LearningRate = 1e-3,
        ValidationShare = 0,
        Threads = 1,
    };

    /// <returns>What was measured; <see langword="null"/> where the model has nothing that could be trained for INT8.</returns>
    public static TrainedGraph? Create(GeneratedModel generated, string folder)
    {
        string path = Path.Combine(folder, $"{generated.Seed}.onnx");
        OnnxModelWriter.Save(new OnnxModel(generated.Model, path), path);
        using var observed = ObservedModel.Create(path, generated.Calibration, [Options.Quantization], new Silence());
        var calibrated = observed.Calibrate(Options.Quantization, new Silence());
        if (calibrated.Plan.IsEmpty)
        {
            return null;
        }

        try
        {
            using var model = TrainableModel.Create(calibrated, Options);
            Train(calibrated, model, [.. generated.Calibration.Select(row => new TrainingRow(row, []))]);
            using var exported = TrainedModel.Write(model, Options).Model;
            return Compare(model, exported, generated.Test);
        }
        catch (Exception e) when (e is NotSupportedException || e.Message.StartsWith("No weight of", StringComparison.Ordinal))
        {
            return null;
        }
    }

    private static void Train(CalibratedModel calibrated, TrainableModel model, TrainingRow[] rows)
    {
        using var teacher = new Training.Graph.TorchGraph(calibrated.Prepared, OperatorHandlers.Find);
        teacher.eval();
        var task = TrainingTask.Create(calibrated.Prepared, teacher, new TrainingSet(new Held(rows), null, null), Options);
        var optimizer = new WeightOptimizer(model.Parameters, Options);
        var learner = new Learner(model, teacher, task.Objective, optimizer, task.RowByRow != null, CPU);
        model.Graph.eval();
        model.Quantizer.train();
        for (int step = 0; step < Steps; step++)
        {
            learner.Step(rows, Options.LearningRate);
        }
    }

    private static TrainedGraph Compare(TrainableModel model, OnnxModel exported, IEnumerable<TensorValue[]> rows)
    {
        using var fused = Open(exported, GraphOptimizationLevel.ORT_ENABLE_ALL);
        using var plain = Open(exported, GraphOptimizationLevel.ORT_DISABLE_ALL);
        string[] names = [.. fused.OutputMetadata.Where(output => output.Value.ElementType == typeof(float)).Select(output => output.Key)];
        model.Graph.eval();
        model.Quantizer.eval();
        double module = 0, apart = 0, signal = 0;
        foreach (var row in rows)
        {
            using var scope = NewDisposeScope();
            using var _ = no_grad();
            var computed = model.Graph.Run(Batch.Stack([new TrainingRow(row, [])], CPU).Inputs, model.Quantizer, names);
            float[][] wanted = Run(fused, row, names);
            float[][] other = Run(plain, row, names);
            for (int i = 0; i < names.Length; i++)
            {
                module += Square(wanted[i], computed[names[i]].contiguous().data<float>().ToArray());
                apart += Square(wanted[i], other[i]);
                signal += Square(wanted[i], new float[wanted[i].Length]);
            }
        }

        return new TrainedGraph(Math.Sqrt(module / signal), Math.Sqrt(apart / signal));
    }

    private static double Square(float[] left, float[] right)
    {
        Assert.HasCount(left.Length, right);
        return left.Zip(right, (a, b) => Math.Pow((double)a - b, 2)).Sum();
    }

    private static InferenceSession Open(OnnxModel model, GraphOptimizationLevel level)
    {
        using var options = new SessionOptions { GraphOptimizationLevel = level, IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        return model.OpenSession(options);
    }

    private static float[][] Run(InferenceSession session, TensorValue[] row, string[] names)
    {
        using var run = new RunOptions();
        var inputs = Array.ConvertAll(row, OrtValues.Of);
        try
        {
            using var outputs = session.Run(run, Array.ConvertAll(row, value => value.Name), inputs, names);
            return [.. outputs.Select(output => output.GetTensorDataAsSpan<float>().ToArray())];
        }
        finally
        {
            Array.ForEach(inputs, input => input.Dispose());
        }
    }

    private sealed class Held(TrainingRow[] rows) : ITrainingData
    {
        public long Count => rows.Length;

        public IEnumerable<TrainingRow> Read() => rows;
    }
}
