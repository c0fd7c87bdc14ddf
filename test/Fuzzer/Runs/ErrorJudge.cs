using Google.Protobuf;
using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Onnx;

namespace Fuzzer.Runs;

/// <summary>Tells clear errors from others: of a documented type, short, and naming the file, a column, a tensor, a node or an option.</summary>
internal static class ErrorJudge
{
    private const int Longest = 4096;

    private static readonly HashSet<Type> Allowed =
    [
        typeof(InvalidDataException), typeof(NotSupportedException), typeof(InvalidOperationException), typeof(ArgumentException), typeof(ArgumentOutOfRangeException),
        typeof(FileNotFoundException), typeof(DirectoryNotFoundException), typeof(IOException), typeof(UnauthorizedAccessException), typeof(TimeoutException),
    ];

    public static Outcome Judge(Exception error, SavedCase saved)
    {
        string? fault = !Allowed.Contains(error.GetType()) ? "type"
            : error.Message.Length > Longest ? $"{error.Message.Length} characters"
            : !Names(error.Message, saved) ? "names nothing"
            : null;
        return fault == null ? new Outcome(OutcomeKind.ClearError, Shown(error)) : new Outcome(OutcomeKind.UnclearError, $"{fault}: {Shown(error)}\n{error.StackTrace}\n{error.InnerException}");
    }

    private static bool Names(string message, SavedCase saved)
    {
        if (message.Contains(Path.GetFileName(saved.File), StringComparison.Ordinal) || message.Contains(Path.GetFileName(saved.Original), StringComparison.Ordinal))
        {
            return true;
        }

        IEnumerable<string> options = typeof(QuantizationOptions).GetProperties().Select(property => property.Name);
        return options.Any(name => message.Contains(name, StringComparison.Ordinal)) || NamesOf(saved).Any(name => message.Contains($"'{name}'", StringComparison.Ordinal));
    }

    private static IEnumerable<string> NamesOf(SavedCase saved)
    {
        foreach (string file in new[] { saved.File, saved.Original }.Where(File.Exists))
        {
            GraphProto? graph = null;
            try
            {
                graph = ModelProto.Parser.ParseFrom(File.ReadAllBytes(file)).Graph;
            }
            catch (InvalidProtocolBufferException)
            {
            }

            foreach (string name in graph == null ? [] : graph.Input.Concat(graph.Output).Select(value => value.Name).Concat(graph.Node.SelectMany(node => node.Input.Concat(node.Output).Append(node.Name))))
            {
                if (name.Length > 0)
                {
                    yield return name;
                }
            }
        }
    }

    private static string Shown(Exception error) => $"{error.GetType().Name}: {(error.Message.Length > 1500 ? error.Message[..1500] : error.Message)}";
}
