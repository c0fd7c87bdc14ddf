using System.Globalization;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Data;

/// <summary>The LightGBM library itself, through its C interface: trains, writes its own model format, and predicts.</summary>
internal sealed unsafe partial class NativeLightGbm : IDisposable
{
    private const string Library = "lib_lightgbm";
    private const int Float32 = 0;
    private const int RowMajor = 1;
    private const int RawScore = 1;
    private const string OneThread = "num_threads=1 verbosity=-1";

    private readonly nint _data;
    private readonly nint _booster;
    private readonly int _length;

    public NativeLightGbm(float[] rows, int length, float[] labels, int iterations, string parameters)
    {
        string all = $"{OneThread} {parameters}";
        _length = length;
        fixed (float* first = rows, label = labels)
        {
            Check(LGBM_DatasetCreateFromMat(first, Float32, rows.Length / length, length, RowMajor, all, 0, out _data));
            Check(LGBM_DatasetSetField(_data, "label", label, labels.Length, Float32));
        }

        Check(LGBM_BoosterCreate(_data, all, out _booster));
        for (int i = 0; i < iterations; i++)
        {
            Check(LGBM_BoosterUpdateOneIter(_booster, out _));
        }
    }

    /// <summary>The model as LightGBM writes it to a file.</summary>
    public byte[] Save()
    {
        Check(LGBM_BoosterSaveModelToString(_booster, 0, -1, 0, 0, out long length, null));
        byte[] text = new byte[length];
        fixed (byte* first = text)
        {
            Check(LGBM_BoosterSaveModelToString(_booster, 0, -1, 0, length, out length, first));
        }

        return text[..^1];
    }

    public void Predict(float[] rows, double[] scores)
    {
        fixed (float* first = rows)
        {
            fixed (double* target = scores)
            {
                Check(LGBM_BoosterPredictForMat(_booster, first, Float32, rows.Length / _length, _length, RowMajor, RawScore, 0, -1, OneThread, out _, target));
            }
        }
    }

    public void Dispose()
    {
        Check(LGBM_BoosterFree(_booster));
        Check(LGBM_DatasetFree(_data));
    }

    private static void Check(int result)
    {
        if (result != 0)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"LightGBM: {Marshal.PtrToStringUTF8(LGBM_GetLastError())}"));
        }
    }

    [LibraryImport(Library)]
    private static partial nint LGBM_GetLastError();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LGBM_DatasetCreateFromMat(void* data, int type, int rows, int columns, int isRowMajor, string parameters, nint reference, out nint dataset);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LGBM_DatasetSetField(nint dataset, string name, void* values, int count, int type);

    [LibraryImport(Library)]
    private static partial int LGBM_DatasetFree(nint dataset);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LGBM_BoosterCreate(nint dataset, string parameters, out nint booster);

    [LibraryImport(Library)]
    private static partial int LGBM_BoosterUpdateOneIter(nint booster, out int isFinished);

    [LibraryImport(Library)]
    private static partial int LGBM_BoosterFree(nint booster);

    [LibraryImport(Library)]
    private static partial int LGBM_BoosterSaveModelToString(nint booster, int start, int iterations, int importance, long capacity, out long length, byte* text);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LGBM_BoosterPredictForMat(nint booster, void* data, int type, int rows, int columns, int isRowMajor, int kind, int start, int iterations, string parameters, out long length, double* scores);
}
