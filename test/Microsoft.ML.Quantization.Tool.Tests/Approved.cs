using System.Text;
using Microsoft.ML.Quantization.Tests.Packaging;

namespace Microsoft.ML.Quantization.Tool.Tests;

/// <summary>
/// Text that people see, as somebody approved it: the files of the folder Approved. Where it differs the test shows the lines; with MLQ_APPROVE set it
/// writes what there is, to be looked at and committed.
/// </summary>
internal static class Approved
{
    private const string Variable = "MLQ_APPROVE";

    public static void Verify(string name, string text)
    {
        string path = Path.Combine(Repository.Folder, "test", "Microsoft.ML.Quantization.Tool.Tests", "Approved", $"{name}.txt");
        string[] actual = [.. text.ReplaceLineEndings("\n").TrimEnd().Split('\n').Select(line => line.TrimEnd())];
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, string.Join('\n', actual) + "\n");
            return;
        }

        string[] expected = File.Exists(path) ? [.. File.ReadAllText(path).ReplaceLineEndings("\n").TrimEnd().Split('\n')] : [];
        if (!expected.SequenceEqual(actual))
        {
            Assert.Fail($"{name} is not as it was approved. {Variable}=1 approves it.{Environment.NewLine}{Difference(expected, actual)}");
        }
    }

    /// <summary>The lines that are gone and those that are new, with those that both have between them.</summary>
    public static string Difference(string[] expected, string[] actual)
    {
        int[,] common = new int[expected.Length + 1, actual.Length + 1];
        for (int i = expected.Length - 1; i >= 0; i--)
        {
            for (int k = actual.Length - 1; k >= 0; k--)
            {
                common[i, k] = expected[i] == actual[k] ? common[i + 1, k + 1] + 1 : Math.Max(common[i + 1, k], common[i, k + 1]);
            }
        }

        var text = new StringBuilder();
        for (var (i, k) = (0, 0); i < expected.Length || k < actual.Length;)
        {
            if (i < expected.Length && k < actual.Length && expected[i] == actual[k])
            {
                text.AppendLine($"  {actual[k++]}");
                i++;
            }
            else if (k == actual.Length || (i < expected.Length && common[i + 1, k] >= common[i, k + 1]))
            {
                text.AppendLine($"- {expected[i++]}");
            }
            else
            {
                text.AppendLine($"+ {actual[k++]}");
            }
        }

        return text.ToString();
    }
}
