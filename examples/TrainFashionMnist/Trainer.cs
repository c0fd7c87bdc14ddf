using static TorchSharp.torch;

namespace Examples;

/// <summary>Trains with AdamW, a one-cycle learning rate, and random mirror images.</summary>
internal static class Trainer
{
    private const int BatchSize = 128;
    private const double LearningRate = 4e-3;

    public static void Train(FashionNet network, FashionData data, int epochs, Action<int, double> epochEnded)
    {
        int steps = (int)((data.Rows + BatchSize - 1) / BatchSize);
        using var optimizer = optim.AdamW(network.parameters(), lr: LearningRate, weight_decay: 0.01);
        var schedule = optim.lr_scheduler.OneCycleLR(optimizer, LearningRate, epochs * steps);
        network.train();
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            using var order = randperm(data.Rows, ScalarType.Int64);
            double loss = 0;
            for (int step = 0; step < steps; step++)
            {
                using (NewDisposeScope())
                {
                    long first = step * (long)BatchSize;
                    (Tensor images, Tensor labels) = data.Rowset(order.narrow(0, first, Math.Min(BatchSize, data.Rows - first)));
                    optimizer.zero_grad();
                    Tensor error = nn.functional.cross_entropy(network.forward(MirrorSome(images)), labels);
                    error.backward();
                    optimizer.step();
                    schedule.step();
                    loss += error.item<float>();
                }
            }

            epochEnded(epoch, loss / steps);
        }
    }

    /// <returns>The share of rows whose highest score is their label.</returns>
    public static double Accuracy(FashionNet network, FashionData data)
    {
        long right = 0;
        for (long first = 0; first < data.Rows; first += 500)
        {
            using (NewDisposeScope())
            {
                (Tensor images, Tensor labels) = data.Rowset(arange(first, Math.Min(first + 500, data.Rows), ScalarType.Int64));
                right += Scores(network, images).argmax(1).eq(labels).sum().item<long>();
            }
        }

        return (double)right / data.Rows;
    }

    public static Tensor Scores(FashionNet network, Tensor images)
    {
        using (no_grad())
        {
            network.eval();
            return network.forward(images);
        }
    }

    private static Tensor MirrorSome(Tensor images)
    {
        Tensor mirrored = rand(images.shape[0], 1, 1, 1) < 0.5;
        return where(mirrored, images.flip(3), images);
    }
}
