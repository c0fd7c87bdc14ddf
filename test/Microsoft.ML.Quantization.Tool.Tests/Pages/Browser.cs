using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.ML.Quantization.Tests.Packaging;

namespace Microsoft.ML.Quantization.Tool.Tests.Pages;

/// <summary>A page in Chromium, in a frame of some width. Where MLQ_SCREENSHOTS names a folder, a picture of it is left there.</summary>
internal static partial class Browser
{
    private const int Height = 1600;

    private static string? Program => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    /// <summary>Fails where the page scrolls sideways, texts lie on each other or stick out, or its scripts complain.</summary>
    public static void Check(Scratch scratch, string page, int width)
    {
        string program = Program ?? throw new AssertInconclusiveException("Needs Chromium.");
        string script = File.ReadAllText(Path.Combine(Repository.Folder, "test", "Microsoft.ML.Quantization.Tool.Tests", "Pages", "page-check.js"));
        string frame = scratch.Text($"frame-{width}.html", $"<!doctype html><meta charset=utf-8><body style=\"margin:0\"><iframe id=page style=\"border:0;width:{width}px;height:{Height}px\"></iframe><script>{script}</script><script>document.getElementById('page').src = {JsonValue.Create(new Uri(page).AbsoluteUri).ToJsonString()}</script>");
        var (output, errors) = Run(program, scratch, frame, width, "--dump-dom", "--enable-logging=stderr");
        if (Environment.GetEnvironmentVariable("MLQ_SCREENSHOTS") is { Length: > 0 } folder)
        {
            Run(program, scratch, frame, width, $"--screenshot={Path.Combine(Path.GetFullPath(folder), $"{Path.GetFileNameWithoutExtension(page)}-{width}.png")}");
        }

        var result = JsonNode.Parse(WebUtility.HtmlDecode(Result().Match(output) is { Success: true } match ? match.Groups[1].Value : throw new AssertFailedException($"The page was not looked at: {errors}")))!;
        Assert.IsGreaterThan(20, (int)result["texts"]!);
        Assert.AreEqual("", string.Join('\n', result["faults"]!.AsArray().Select(fault => (string)fault!)), $"{page} at {width} px");
        Assert.AreEqual("", string.Join('\n', errors.Split('\n').Where(line => line.Contains(":CONSOLE", StringComparison.Ordinal))), $"{page} at {width} px");
    }

    private static (string Output, string Errors) Run(string program, Scratch scratch, string page, int width, params string[] more)
    {
        using var process = Process.Start(new ProcessStartInfo(program,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--allow-file-access-from-files", $"--user-data-dir={scratch["browser"]}", $"--window-size={Math.Max(width, 500)},{Height}",
            "--virtual-time-budget=8000", .. more, new Uri(page).AbsoluteUri,
        ])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (output, errors.Result);
    }

    [GeneratedRegex("<pre id=\"result\">(.*?)</pre>", RegexOptions.Singleline)]
    private static partial Regex Result();
}
