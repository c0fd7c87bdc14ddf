using Microsoft.ML.Quantization.Chains;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Reporting;
using Microsoft.ML.Transforms.Onnx;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>One stage of ML.NET's that holds an ONNX model, in INT8 and with the same columns; or the reason why it stays.</summary>
/// <param name="Transformer">What takes its place.</param>
/// <param name="Explanation">What was made of it, or why it stays.</param>
internal sealed record OnnxStage(QuantizedOnnxTransformer? Transformer, string Explanation)
{
    /// <param name="context">The context.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="data">The rows that reach it.</param>
    /// <param name="file">Its model; disposed of with what is made of it, or here.</param>
    /// <param name="options">How to quantize.</param>
    public static OnnxStage Create(MLContext context, OnnxTransformer stage, IDataView data, StageModelFile file, QuantizationOptions options)
    {
        QuantizedOnnxTransformer? made = null;
        try
        {
            using (var model = OnnxModelReader.Load(file.Path, inlineLimit: 0))
            {
                if (QuantizationDetector.Describe(model.Proto) is { } found)
                {
                    return Stays(file, $"it is quantized already ({found})");
                }
            }

            long bytes = new FileInfo(file.Path).Length;
            var (inputs, outputs) = Columns(stage, data.Schema, ModelSignature.Read(file.Path));
            made = new OnnxQuantizationEstimator(context.Transforms, file.Path, outputs, inputs, options).Fit(data);
            string? reason = Reason(made.Result!) ?? new StageProof(stage, made, data.Schema).SchemaDifference();
            if (reason != null)
            {
                made.Dispose();
                return Stays(file, reason);
            }

            Keep(file, made);
            return new OnnxStage(made, Describe(made.Result!, bytes));
        }
        catch
        {
            made?.Dispose();
            file.Dispose();
            throw;
        }
    }

    /// <summary>The FP32 file goes with what a later report may read it for.</summary>
    private static void Keep(StageModelFile file, QuantizedOnnxTransformer made)
    {
        if (made.Float is { IsKept: false })
        {
            made.Model.Session.Own(file);
        }
        else
        {
            file.Dispose();
        }
    }

    private static OnnxStage Stays(StageModelFile file, string reason)
    {
        file.Dispose();
        return new OnnxStage(null, reason);
    }

    /// <summary>The stage's columns, by the names of the tensors that they go with.</summary>
    private static (string[] Inputs, string[] Outputs) Columns(OnnxTransformer stage, DataViewSchema schema, ModelSignature signature)
    {
        var mapper = ((ITransformer)stage).GetRowToRowMapper(schema);
        var added = AddedColumns.Find(AddedColumns.Names(schema, mapper.OutputSchema), mapper.OutputSchema);
        string Tensor(string column) => signature.Outputs.FirstOrDefault(output => new MappedColumn(output.Name, output).Published == column)?.Name ?? column;
        return ([.. mapper.GetDependencies(added).Select(column => column.Name).Distinct()], [.. added.Select(column => Tensor(column.Name))]);
    }

    /// <summary>Why it is not worth having.</summary>
    private static string? Reason(QuantizationResult result) =>
        result.Plan.ChangesNothing ? $"INT8 would gain nothing in it. {result.Plan.FirstReason}"
        : result.Check?.Findings.FirstOrDefault(finding => finding.Output == null)?.Text;

    private static string Describe(QuantizationResult result, long bytes)
    {
        string nodes = result.Plan.IsEmpty ? "its tables in INT8" : $"{result.Plan.IntegerNodes} of {result.Plan.Nodes.Count} nodes in INT8";
        string noise = result.Check?.Comparison is { } comparison ? $", {Words.Decibels(comparison.Sqnr)}" : "";
        string warnings = string.Concat(result.Check?.Findings.Select(finding => $"; {finding.Text}") ?? []);
        return $"{nodes}, {Words.Megabytes(bytes)} to {Words.Megabytes(result.Model.Bytes)}{noise}{warnings}";
    }
}
