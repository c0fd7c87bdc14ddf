using System.Security.Cryptography;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>What a file held at a time, to find out later whether it still does.</summary>
internal sealed record FileContent
{
    private readonly string _path;
    private readonly string _hash;

    private FileContent(string path, string hash) => (_path, _hash) = (path, hash);

    public static FileContent Read(string path) => new(path, Hash(path));

    /// <exception cref="FileNotFoundException">The file is gone.</exception>
    /// <exception cref="InvalidDataException">The file holds something else now.</exception>
    public void ThrowIfChanged()
    {
        if (!File.Exists(_path))
        {
            throw new FileNotFoundException($"Model '{_path}' was there when the step was made, and is gone. Put it back, or make the step for another file.", _path);
        }

        if (Hash(_path) != _hash)
        {
            throw new InvalidDataException($"Model '{_path}' is no longer the one that the step was made for. Make the step after the file is written.");
        }
    }

    private static string Hash(string path)
    {
        using Stream stream = RegularFile.OpenRead(path);
        return Convert.ToHexString(SHA256.HashData(stream));
    }
}
