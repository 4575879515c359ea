using System.Net;
using System.Net.Sockets;

namespace ClinicalEngagement.Benchmarks.Engine.Peers;

/// <summary>Where peers and their servers meet.</summary>
internal static class Loopback
{
    /// <summary>A port that nobody listens on just now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until something listens on the port.</summary>
    /// <exception cref="PeerAbsentException">The server ended, or does not listen after a minute.</exception>
    public static async Task AnswersAsync(int port, string server, Func<bool> hasEnded, Func<string> said)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            if (hasEnded())
                throw new PeerAbsentException($"{server} ended at once: {Command.LastLine(said())}");
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(100);
            }
        }
        throw new PeerAbsentException($"{server} does not listen after a minute: {Command.LastLine(said())}");
    }
}
