using System.Runtime.Intrinsics;

namespace Microsoft.ML.Quantization.TrainedModels.Kernels;

/// <summary>Runs selections in turn, each for 64, 128, 256 or 512 rows, a bit a row. The results are stored one behind the other.</summary>
internal static unsafe class SelectionKernel
{
    /// <param name="words">The 64-row words of a value: 1, 2, 4 or 8.</param>
    /// <param name="values">The values that selections name by index, <paramref name="words"/> words each.</param>
    /// <param name="selections">What to run.</param>
    /// <param name="count">How many.</param>
    /// <param name="target">Where the first result goes; later selections may name it.</param>
    public static void Run(int words, ulong* values, Selection* selections, int count, ulong* target)
    {
        Selection* end = selections + count;
        switch (words)
        {
            case 8:
                for (; selections < end; selections++, target += 8)
                {
                    var condition = Vector512.Load(values + (8L * selections->Condition));
                    Vector512.ConditionalSelect(condition, Vector512.Load(values + (8L * selections->Right)), Vector512.Load(values + (8L * selections->Left))).Store(target);
                }

                break;
            case 4:
                for (; selections < end; selections++, target += 4)
                {
                    var condition = Vector256.Load(values + (4L * selections->Condition));
                    Vector256.ConditionalSelect(condition, Vector256.Load(values + (4L * selections->Right)), Vector256.Load(values + (4L * selections->Left))).Store(target);
                }

                break;
            case 2:
                for (; selections < end; selections++, target += 2)
                {
                    var condition = Vector128.Load(values + (2L * selections->Condition));
                    Vector128.ConditionalSelect(condition, Vector128.Load(values + (2L * selections->Right)), Vector128.Load(values + (2L * selections->Left))).Store(target);
                }

                break;
            default:
                for (; selections < end; selections++, target++)
                {
                    ulong condition = values[selections->Condition];
                    *target = (condition & values[selections->Right]) | (~condition & values[selections->Left]);
                }

                break;
        }
    }
}
