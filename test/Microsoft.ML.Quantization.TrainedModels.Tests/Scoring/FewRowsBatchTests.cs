using Microsoft.ML.Data;
using Microsoft.ML.Quantization.TrainedModels.Scoring;
using Microsoft.ML.Quantization.TrainedModels.Tests.Data;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Scoring;

[TestClass]
public class FewRowsBatchTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(FewRowsBatch.Few)]
    [DataRow(FewRowsBatch.Few + 1)]
    [DataRow(200)]
    public void AnyNumberOfRows_ScoresAsTheTreesDo_AlsoTheNextTime(int count)
    {
        var context = new MLContext(1);
        var rows = Table.Featurize(context, Table.Rows(600, 7));
        var stage = context.Regression.Trainers.FastTree(numberOfTrees: 20).Fit(rows);
        Assert.IsTrue(TreeEngine.TryCreate(context, stage, out var engine, out _));
        float[][] vectors = [.. rows.GetColumn<float[]>("Features")];
        float[] expected = [.. stage.Transform(rows).GetColumn<float>("Score")];
        var batch = new FewRowsBatch(engine);
        for (int start = 0; start + count <= vectors.Length && start < 3 * count; start += count)
        {
            batch.Clear();
            for (int i = start; i < start + count; i++)
            {
                Add(batch, vectors[i], sparse: i % 2 == 0);
            }

            float[] scores = new float[count];
            batch.Score(scores);
            Assert.AreEqual(count, batch.Count);
            CollectionAssert.AreEqual(expected[start..(start + count)], scores);
        }
    }

    private static void Add(FewRowsBatch batch, float[] vector, bool sparse)
    {
        if (!sparse)
        {
            batch.Add(vector);
            return;
        }

        int[] indices = [.. Enumerable.Range(0, vector.Length).Where(i => vector[i] != 0)];
        batch.Add(vector.Length, indices, [.. indices.Select(i => vector[i])]);
    }
}
