using System.Collections;
using System.Reflection;
using Microsoft.ML.Transforms.Onnx;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>
/// What ML.NET's own OnnxTransformer knows of its model and keeps to itself: where its file is, and the sizes that the user gave to its inputs. A version of ML.NET that keeps it
/// elsewhere is as one that does not know it.
/// </summary>
internal static class StockParts
{
    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The file that it holds open, by whose name there may be none or another one by now.</summary>
    public static string? FileOf(OnnxTransformer transformer) => Stream(transformer)?.Name;

    /// <summary>What is in that file.</summary>
    public static byte[]? BytesOf(OnnxTransformer transformer)
    {
        if (Stream(transformer)?.SafeFileHandle is not { IsInvalid: false, IsClosed: false } handle || RandomAccess.GetLength(handle) is var length && length > Array.MaxLength)
        {
            return null;
        }

        // The stream has a position that others may be reading at.
        byte[] bytes = new byte[length];
        for (int read = 0, count; read < bytes.Length; read += count)
        {
            count = RandomAccess.Read(handle, bytes.AsSpan(read), read);
            if (count == 0)
            {
                return null;
            }
        }

        return bytes;
    }

    /// <summary>The sizes of the inputs, by name; those of free dimensions are not positive.</summary>
    public static IReadOnlyDictionary<string, int[]> InputShapes(OnnxTransformer transformer)
    {
        var inputs = Member(Member(Member(transformer, "Model"), "ModelInfo"), "InputsInfo") as IEnumerable;
        return (inputs?.Cast<object>() ?? [])
            .Select(input => (Name: Member(input, "Name") as string, Shape: Member(input, "Shape") as IEnumerable<int>))
            .Where(input => input.Name != null && input.Shape != null)
            .DistinctBy(input => input.Name)
            .ToDictionary(input => input.Name!, input => input.Shape!.ToArray(), StringComparer.Ordinal);
    }

    private static FileStream? Stream(OnnxTransformer transformer) => Member(Member(transformer, "Model"), "ModelStream") as FileStream;

    private static object? Member(object? owner, string name) => owner?.GetType() is { } type
        ? type.GetProperty(name, All)?.GetValue(owner) ?? type.GetField(name, All)?.GetValue(owner)
        : null;
}
