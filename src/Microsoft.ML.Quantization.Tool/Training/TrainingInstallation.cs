using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tool.Training;

/// <summary>Gets the training package and libtorch for this machine: has the .NET SDK publish a project that refers to them.</summary>
internal static class TrainingInstallation
{
    private static readonly string[] Published = ["linux-x64", "win-x64", "osx-arm64"];

    private static string Runtime => $"{(OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    /// <param name="source">A NuGet source besides those that are configured.</param>
    /// <param name="say">Told what the SDK says.</param>
    /// <param name="token">Stops it.</param>
    public static async Task Install(string? source, Action<string> say, CancellationToken token)
    {
        if (!Published.Contains(Runtime))
        {
            throw new CommandException($"libtorch is published for {string.Join(", ", Published)}, and this is {Runtime}: there is no training here.");
        }

        string target = TrainingPackage.DefaultFolder;
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("Training.csproj"), Project(source), token).ConfigureAwait(false);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        string made = $"{target}.{Guid.NewGuid():N}";
        try
        {
            await Publish(folder.Path, made, say, token).ConfigureAwait(false);
            if (Directory.Exists(target))
            {
                Directory.Delete(target, recursive: true);
            }

            Directory.Move(made, target);
        }
        finally
        {
            if (Directory.Exists(made))
            {
                Directory.Delete(made, recursive: true);
            }
        }
    }

    private static string Project(string? source) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net{Environment.Version.Major}.0</TargetFramework>
            <RuntimeIdentifier>{Runtime}</RuntimeIdentifier>
            <SelfContained>false</SelfContained>
            <EnableDefaultItems>false</EnableDefaultItems>
            <ImportDirectoryBuildProps>false</ImportDirectoryBuildProps>
            <ImportDirectoryBuildTargets>false</ImportDirectoryBuildTargets>
            <ImportDirectoryPackagesProps>false</ImportDirectoryPackagesProps>
            <CreateHardLinksForPublishFilesIfPossible>true</CreateHardLinksForPublishFilesIfPossible>
            <RestoreAdditionalProjectSources>{SecurityElement.Escape(source)}</RestoreAdditionalProjectSources>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="{Metadata("TrainingPackage")}" Version="[{TrainingPackage.Version}]" />
            <PackageReference Include="TorchSharp" Version="{Metadata("TorchSharpVersion")}" />
            <PackageReference Include="libtorch-cpu-{Runtime}" Version="{Metadata("LibTorchVersion")}" />
          </ItemGroup>
        </Project>
        """;

    private static string Metadata(string key) => typeof(TrainingInstallation).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(each => each.Key == key).Value!;

    private static async Task Publish(string project, string target, Action<string> say, CancellationToken token)
    {
        using var process = Start(project, target);
        process.OutputDataReceived += (_, e) => Tell(e.Data);
        process.ErrorDataReceived += (_, e) => Tell(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        if (process.ExitCode != 0)
        {
            throw new CommandException($"The .NET SDK could not get the training package; what it said is above. --source names a NuGet source that has {Metadata("TrainingPackage")} {TrainingPackage.Version}.", "mlquant train --install --source folder");
        }

        void Tell(string? line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                say(line.TrimEnd());
            }
        }
    }

    private static Process Start(string project, string target)
    {
        try
        {
            var start = new ProcessStartInfo("dotnet", ["publish", "-nologo", "-v", "minimal", "-c", "Release", "-o", target]) { WorkingDirectory = project, RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new CommandException("--install needs the .NET SDK, and there is no 'dotnet' in the path. Install it from https://dot.net, or name a folder with --training-package.", inner: e);
        }
    }
}
