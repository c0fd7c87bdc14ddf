using System.Globalization;
using System.Runtime.ExceptionServices;

namespace Microsoft.ML.Quantization.Common;

/// <summary>
/// A file on its way: written beside the place where it is to be, and moved there when it is complete. A file that is there is
/// replaced and its mode kept; a link is followed; anything else than a regular file stays.
/// </summary>
internal sealed class PendingFile : IDisposable
{
    /// <summary>How the names of files on their way end.</summary>
    public const string Extension = ".tmp";

    private const string Start = ".mlq-";
    private const int BufferSize = 1 << 16;
    private const int MostAttempts = 3;

    private bool _isInPlace;

    private PendingFile(string target, string temporaryPath, UnixFileMode? mode)
    {
        (Target, TemporaryPath) = (target, temporaryPath);

        // It is locked until it is in place, so that nobody takes it for a leftover. Windows moves an open file where its handle allows that.
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None,
            BufferSize = BufferSize,
        };
        Mode = FileModes.Read(target) ?? mode;
        FileModes.Prepare(options, Mode);
        Stream = new FileStream(TemporaryPath, options);
        FileModes.Set(Stream, Mode);
    }

    public FileStream Stream { get; }

    /// <summary>Where it is to be: what the path leads to where that is a link.</summary>
    public string Target { get; }

    /// <summary>Where it is until then.</summary>
    public string TemporaryPath { get; }

    /// <summary>The mode that it is given; <see langword="null"/> for that of any new file.</summary>
    public UnixFileMode? Mode { get; }

    /// <param name="path">Where it is to be.</param>
    /// <param name="extension">How its name ends until then.</param>
    /// <param name="mode">The mode that it gets where no file of that name is there.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="IOException">The path leads to something else than a regular file, or no file can be made beside it.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static PendingFile Create(string path, string extension = Extension, UnixFileMode? mode = null)
    {
        string target = WriteTarget.Resolve(path);
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            if (TryCreate(path, target, extension, mode) is { } file)
            {
                return file;
            }
        }

        throw new IOException($"Cannot write '{path}': no file can be locked in its folder. Choose another folder.");
    }

    /// <returns><see langword="null"/> where somebody who sweeps came between making the file and locking it.</returns>
    private static PendingFile? TryCreate(string path, string target, string extension, UnixFileMode? mode)
    {
        string temporary = Path.Combine(Path.GetDirectoryName(target)!, string.Create(CultureInfo.InvariantCulture, $"{Start}{Guid.NewGuid():N}{extension}"));
        try
        {
            return new PendingFile(target, temporary, mode);
        }
        catch (IOException) when (File.Exists(temporary))
        {
            Leftovers.Delete(temporary);
            return null;
        }
        catch (Exception e)
        {
            ExceptionDispatchInfo.Throw(WriteErrors.Explain(e, temporary, path));
            throw;
        }
    }

    /// <summary>The files on their way in a folder, whoever writes them.</summary>
    public static IEnumerable<string> In(string folder, string extension) =>
        Directory.EnumerateFiles(folder, $"{Start}*{extension}")
            .Where(file => HexDigits.Are(Path.GetFileName(file.AsSpan())[Start.Length..^extension.Length], 32));

    /// <summary>Writes out what is left and moves the file to where it is to be.</summary>
    public void MoveIntoPlace() => MoveIntoPlace(Target, overwrite: true);

    /// <summary>As <see cref="MoveIntoPlace()"/>, to another place in the same folder.</summary>
    public void MoveIntoPlace(string target, bool overwrite)
    {
        Stream.Flush(flushToDisk: true);
        File.Move(TemporaryPath, target, overwrite);
        _isInPlace = true;
        Stream.Dispose();
    }

    /// <summary>Deletes the file unless it is in place.</summary>
    public void Dispose()
    {
        try
        {
            Stream.Dispose();
        }
        catch (Exception e) when (e is IOException or ArgumentOutOfRangeException)
        {
            // What was still to be written did not fit, which whoever wrote it has heard.
        }

        if (!_isInPlace)
        {
            Leftovers.Delete(TemporaryPath);
        }
    }
}
