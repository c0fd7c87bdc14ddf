using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Quantization.Chains;
using Microsoft.ML.Transforms.Onnx;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>Quantizes the ONNX models inside of trained models: what <c>ApplyOnnxModel</c> and <c>DnnFeaturizeImage</c> put into a chain.</summary>
internal sealed class OnnxStages : IStageQuantizer
{
    private const int DefaultRows = 1000;
    private const string ExactReason = "an ONNX model gives other bits in INT8: it is quantized at Level = Compact, or where OnnxStages is set";
    private const string GpuReason = "it runs on a GPU, where INT8 of this kind is not faster; an MLContext without a GpuDeviceId runs it on the CPU";

    private readonly List<QuantizedOnnxTransformer> _made = [];

    public StageQuantization Quantize(StageRequest request)
    {
        if (request.Stage is not OnnxTransformer stage)
        {
            return StageQuantization.Stays("it holds no ONNX model");
        }

        if (How(request.Options) is not { } options)
        {
            return StageQuantization.Stays(ExactReason);
        }

        if (request.Data is not { } data)
        {
            return StageQuantization.Stays("an ONNX model is quantized on rows, not when it is loaded");
        }

        return RunsOnGpu(request.Context) ? StageQuantization.Stays(GpuReason) : Quantize(request, stage, data, options);
    }

    /// <summary>Does something with it, and disposes of all that it made where that fails.</summary>
    public static T Use<T>(Func<OnnxStages, T> work)
    {
        var stages = new OnnxStages();
        try
        {
            return work(stages);
        }
        catch
        {
            stages._made.ForEach(made => made.Dispose());
            throw;
        }
    }

    private StageQuantization Quantize(StageRequest request, OnnxTransformer stage, IDataView data, QuantizationOptions options)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(options.CancellationToken, request.Options.CancellationToken);
        string? path = null;
        try
        {
            var file = StageModelFile.Create(request.Context, stage);
            path = file.Path;
            var made = OnnxStage.Create(request.Context, stage, data, file, options with { CancellationToken = stop.Token });
            if (made.Transformer is { } transformer)
            {
                _made.Add(transformer);
                return StageQuantization.Rounded(transformer, made.Explanation);
            }

            return StageQuantization.Stays(made.Explanation);
        }
        catch (Exception e) when (TellsWhyItStays(e))
        {
            return IsEmpty(data) ? throw new InvalidOperationException(StageProof.NoRows) : StageQuantization.Stays(path == null ? e.Message : e.Message.Replace($"'{path}'", "its ONNX model", StringComparison.Ordinal));
        }
    }

    private static QuantizationOptions? How(TrainedModelOptions options) =>
        options.OnnxStages ?? (options.Level == QuantizationLevel.Compact ? new QuantizationOptions { MaxCalibrationRows = DefaultRows } : null);

    private static bool RunsOnGpu(MLContext context) => context.GpuDeviceId != null && OrtEnv.Instance().GetAvailableProviders().Contains("CUDAExecutionProvider");

    /// <summary>A model or column that is not for INT8, unlike a file that cannot be written, or a stage that was disposed of.</summary>
    private static bool TellsWhyItStays(Exception e) =>
        e is NotSupportedException or ArgumentException or InvalidDataException or FileNotFoundException or (InvalidOperationException and not ObjectDisposedException);

    private static bool IsEmpty(IDataView data)
    {
        using var cursor = data.GetRowCursor([]);
        return !cursor.MoveNext();
    }
}
