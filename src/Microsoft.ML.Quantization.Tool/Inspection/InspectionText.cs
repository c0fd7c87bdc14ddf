using System.Globalization;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Tool.Terminal;
using Spectre.Console;

namespace Microsoft.ML.Quantization.Tool.Inspection;

/// <summary>Prints an inspection.</summary>
internal static class InspectionText
{
    private const int Shown = 8;

    public static void Print(IAnsiConsole console, ModelInspection model, bool all)
    {
        Line(console, string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(model.Path)}: {Numbers.Bytes(model.Bytes)}, opset {model.Opset}{(model.Producer.Length > 0 ? $", made by {ForeignText.InMessage(model.Producer)}" : "")}"));
        foreach (var (kind, tensors) in new[] { ("input", model.Inputs), ("output", model.Outputs) })
        {
            foreach (var tensor in tensors)
            {
                Row(console, $"  {kind,-6} {ForeignText.InMessage(tensor.Name)}", $"{tensor.Type}{tensor.Shape}");
            }
        }

        console.WriteLine();
        var table = Table("operator", "nodes", "weights");
        foreach (var each in model.Operators.Take(all ? int.MaxValue : Shown))
        {
            table.AddRow(PlainText.Cell(each.Operator), Count(each.Nodes), each.WeightBytes == 0 ? "" : Numbers.Bytes(each.WeightBytes));
        }

        console.Write(table);
        if (!all && model.Operators.Count > Shown)
        {
            Line(console, $"{model.Operators.Count - Shown} more {(model.Operators.Count - Shown == 1 ? "operator" : "operators")}; --all shows them.");
        }

        foreach (var weight in model.LargestWeights.Take(all ? int.MaxValue : 3))
        {
            Row(console, $"  {Numbers.Bytes(weight.Bytes),9}  {weight.Type}", ForeignText.InMessage(weight.Name));
        }

        if (model.Quantized is { } quantized)
        {
            Print(console, quantized, all);
        }

        if (model.Outlook is { } outlook)
        {
            Print(console, model, outlook, all);
        }

        if (model.Measured is { } times)
        {
            console.WriteLine();
            MeasuredText.Lines(times).ForEach(line => Line(console, line));
        }
    }

    private static void Print(IAnsiConsole console, QuantizedFacts quantized, bool all)
    {
        console.WriteLine();
        Line(console, $"Quantized: {string.Join("; ", quantized.Tensors)}");
        if (quantized.Kernels.Count > 0)
        {
            var table = Table("runs as", "nodes", "in");
            foreach (var kernel in quantized.Kernels.Take(all ? int.MaxValue : Shown))
            {
                table.AddRow(PlainText.Cell(kernel.Name), Count(kernel.Nodes), PlainText.Cell(kernel.RunsIn));
            }

            console.Write(table);
            if (!all && quantized.Kernels.Count > Shown)
            {
                Line(console, $"{quantized.Kernels.Count - Shown} more; --all shows them.");
            }
        }

        foreach (string finding in quantized.Findings)
        {
            Line(console, finding);
        }

        if (quantized.Unfused.Count > 0)
        {
            Line(console, $"{Count(quantized.Unfused.Count)} {(quantized.Unfused.Count == 1 ? "node reads quantized tensors and runs" : "nodes read quantized tensors and run")} in FP32 in ONNX Runtime on this machine:");
            foreach (var node in quantized.Unfused.Take(all ? int.MaxValue : Shown))
            {
                Line(console, $"  {node.Operator} '{ForeignText.InMessage(node.Name)}': {ForeignText.Line(node.Reason)}");
            }

            if (!all && quantized.Unfused.Count > Shown)
            {
                Line(console, $"  and {quantized.Unfused.Count - Shown} more; --all shows them.");
            }
        }
    }

    private static void Print(IAnsiConsole console, ModelInspection model, QuantizationOutlook outlook, bool all)
    {
        console.WriteLine();
        Line(console, outlook.IntegerNodes == 0
            ? "INT8 would gain nothing on x86 CPUs: no node is expected to be faster."
            : string.Create(CultureInfo.InvariantCulture, $"In INT8: {outlook.IntegerNodes} of {outlook.Nodes} nodes, about {Numbers.Bytes(outlook.Bytes)} in place of {Numbers.Bytes(model.Bytes)}{Estimate(outlook)}."));
        if (outlook.IntegerNodes > 0 && outlook.HasWeightsAsInputs)
        {
            Line(console, "Its weights are inputs of the graph too, which keeps ONNX Runtime from preparing them: FP32 may be slower than the estimate takes it to be, and gain more.");
        }

        foreach (var (reason, nodes) in outlook.Reasons.Take(all ? int.MaxValue : 4))
        {
            Line(console, $"  {nodes} in FP32: {ForeignText.Line(reason)}");
        }
    }

    private static string Estimate(QuantizationOutlook outlook) =>
        outlook.Ratio is { } ratio ? $"; on one thread a row takes {ratio.Sentence} (estimated by costs of nodes; --measure runs it)" : "; what time that saves cannot be estimated, as sizes are not known (--measure runs it)";

    private static Table Table(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn(columns[0]);
        foreach (string column in columns.Skip(1))
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        return table;
    }

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>What ends a row of columns has a line of its own where the terminal is too narrow for both.</summary>
    private static void Row(IAnsiConsole console, string start, string end)
    {
        bool fits = !console.Profile.Out.IsTerminal || start.Length + 2 + end.Length <= console.Profile.Width;
        Line(console, fits ? $"{start}  {end}" : $"{start}\n    {end}");
    }

    private static void Line(IAnsiConsole console, string text) => console.PlainLine(text);
}
