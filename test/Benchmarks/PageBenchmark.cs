using Benchmarks.Ablation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;

namespace Benchmarks;

/// <summary>The reports of models with default options, of which the README shows one. The pages are left in the folder of temporary files.</summary>
internal static class PageBenchmark
{
    public static void Run(Arguments arguments)
    {
        using var scratch = new TemporaryFolder();
        foreach (var one in AblationCase.All.Where(one => arguments.Selects(one.Name)))
        {
            if (one.Model(scratch) is not { } path)
            {
                continue;
            }

            TensorValue[][] rows = [.. one.Calibration(arguments.Number("rows", 300))];
            var result = PostTrainingQuantizer.Run(path, rows, one.Options, new SilentProgress());
            using var model = result.Model;
            Console.WriteLine($"{one.Name}\n{result.Report.Value}");
            string name = Path.Combine(Path.GetTempPath(), string.Concat(one.Name.Where(char.IsLetterOrDigit)));
            result.Report.Value.SaveHtml($"{name}.html");
            File.WriteAllText($"{name}.json", result.Report.Value.ToJson());
            File.WriteAllText($"{name}.md", result.Report.Value.ToMarkdown());
            Console.WriteLine($"{name}.html");
        }
    }
}
