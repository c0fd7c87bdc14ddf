using System.Reflection;
using System.Text.Json;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>Loads what <c>mlContext.Model.Save</c> wrote, and tells of everything that is wrong with it in one way.</summary>
internal static class SavedModel
{
    /// <exception cref="InvalidDataException">It is damaged, or no saved model; the message names its file.</exception>
    public static ITransformer Load(MLContext context, Stream stream, out DataViewSchema inputSchema)
    {
        string name = NameOf(stream);
        ITransformer? loaded = null;
        DateTime? began = null;
        try
        {
            SavedModelCheck.Verify(stream);

            // File systems keep times more coarsely.
            began = DateTime.UtcNow.AddSeconds(-2);
            loaded = context.Model.Load(stream, out inputSchema);
            return BatchedModel.Restore(context, loaded);
        }
        catch (Exception e)
        {
            (loaded as IDisposable)?.Dispose();
            if (began is { } since)
            {
                ForgottenModels.Delete(stream, TemporaryPlace.Current, since);
            }

            if (Damage(e) is { } damage)
            {
                throw new InvalidDataException($"{name} is not a saved model that can be loaded: {ForeignText.Line(damage.Message).TrimEnd('.')}.", e);
            }

            throw;
        }
    }

    private static string NameOf(Stream stream) => stream switch
    {
        BoundedStream file => $"'{file.Name}'",
        FileStream file => $"'{file.Name}'",
        _ => "The stream",
    };

    /// <summary>The exception that tells of content that cannot be; <see langword="null"/> where something else went wrong, such as a full disk.</summary>
    private static Exception? Damage(Exception e) => e switch
    {
        TargetInvocationException { InnerException: { } inner } => Damage(inner),
        InvalidDataException or EndOfStreamException or FormatException or JsonException or InvalidProtocolBufferException or OnnxRuntimeException
            or ArgumentException or InvalidOperationException or KeyNotFoundException or InvalidCastException or ArithmeticException
            or NullReferenceException or IndexOutOfRangeException or OutOfMemoryException or NotSupportedException => e,

        // The file names an assembly that is not here, or a name that is none.
        FileLoadException or BadImageFormatException or TypeLoadException => e,
        FileNotFoundException { FileName: { } name } when name.Contains(", Version=", StringComparison.Ordinal) => e,
        _ => null,
    };
}
