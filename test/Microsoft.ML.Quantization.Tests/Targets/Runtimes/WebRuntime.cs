using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Targets.Runtimes;

/// <summary>Runs models in ONNX Runtime's WebAssembly backend by Node.js, on one thread.</summary>
internal static class WebRuntime
{
    private const string Folder = "test/Runtimes";

    /// <summary>What a model gives for rows of its inputs: by row and output.</summary>
    public static float[][][] Score(OnnxModel model, IReadOnlyList<TensorValue[]> rows)
    {
        using var folder = new TemporaryFolder();
        WriteRows(folder.File("rows"), rows);
        var request = Request([model], rows[0], folder, "");
        request["outputs"] = folder.File("outputs");
        var answer = Run([request], folder)[0];
        int[] sizes = [.. answer.GetProperty("sizes").EnumerateArray().Select(size => size.GetInt32())];
        var values = new RowValues(File.ReadAllBytes(folder.File("outputs")));
        return [.. rows.Select(_ => sizes.Select(values.Take).ToArray())];
    }

    /// <summary>How long models take for a row, in turn: for each case, by model, the least and the median of what was measured, in milliseconds.</summary>
    /// <param name="cases">Models that are measured in turn, and the row that they score.</param>
    /// <param name="milliseconds">How long a case is measured.</param>
    public static (double Least, double Median)[][] Time(IReadOnlyList<(OnnxModel[] Models, TensorValue[] Row)> cases, int milliseconds)
    {
        using var folder = new TemporaryFolder();
        var requests = cases.Select((one, i) =>
        {
            var request = Request(one.Models, one.Row, folder, $"{i}");
            WriteRows((string)request["rows"], [one.Row]);
            request["milliseconds"] = milliseconds;
            return request;
        });
        return [.. Run([.. requests], folder).Select(answer => answer.GetProperty("times").EnumerateArray()
            .Select(time => (time.GetProperty("least").GetDouble(), time.GetProperty("median").GetDouble())).ToArray())];
    }

    private static Dictionary<string, object> Request(OnnxModel[] models, TensorValue[] row, TemporaryFolder folder, string suffix) => new()
    {
        ["models"] = models.Select((model, i) =>
        {
            string file = folder.File($"model{suffix}_{i}.onnx");
            OnnxModelWriter.Save(model, file);
            return file;
        }).ToArray(),
        ["inputs"] = row.Select(value => new { name = value.Name, type = value.Values is long[] ? "int64" : "float32", shape = value.Shape }).ToArray(),
        ["rows"] = folder.File($"rows{suffix}"),
    };

    private static JsonElement[] Run(Dictionary<string, object>[] requests, TemporaryFolder folder)
    {
        File.WriteAllText(folder.File("requests"), JsonSerializer.Serialize(requests));
        RuntimeProcess.Node(Folder, "web.mjs", folder.File("requests"), folder.File("results"));
        using var results = JsonDocument.Parse(File.ReadAllText(folder.File("results")));
        return [.. results.RootElement.Clone().EnumerateArray()];
    }

    private static void WriteRows(string path, IReadOnlyList<TensorValue[]> rows)
    {
        using var file = File.Create(path);
        foreach (var value in rows.SelectMany(row => row))
        {
            file.Write(value.Values is long[] integers ? MemoryMarshal.AsBytes<long>(integers) : MemoryMarshal.AsBytes<float>((float[])value.Values));
        }
    }
}
