namespace ScanDeputy.Server.Platform.WeChat;

/// <summary>Where nodes find each other's access token, and whose turn it is to fetch a new one.</summary>
internal interface ITokenShare
{
    /// <summary>The shared token; or, where there is none, the turn to fetch it, unless somebody else has it.</summary>
    ValueTask<TokenTurn> TakeTurnAsync();

    /// <summary>Takes the token away that WeChat refused, unless another one is shared by now.</summary>
    ValueTask DropAsync(AccessToken failed);
}

/// <summary>A turn, which ends when it is disposed.</summary>
/// <param name="Token">What is shared; may be one that is of no use to the caller.</param>
/// <param name="IsOthers">Somebody else is fetching.</param>
internal sealed record TokenTurn(AccessToken? Token, bool IsOthers, Func<AccessToken?, ValueTask>? End = null) : IAsyncDisposable
{
    private bool _ended;

    public ValueTask PublishAsync(AccessToken token) => EndAsync(token);

    public ValueTask DisposeAsync() => EndAsync(null);

    private ValueTask EndAsync(AccessToken? token)
    {
        if (_ended || End is null) return ValueTask.CompletedTask;
        _ended = true;
        return End(token);
    }
}

/// <summary>One process, or no Redis: every node for itself.</summary>
internal sealed class NoTokenShare : ITokenShare
{
    public ValueTask<TokenTurn> TakeTurnAsync() => ValueTask.FromResult(new TokenTurn(null, IsOthers: false));

    public ValueTask DropAsync(AccessToken failed) => ValueTask.CompletedTask;
}
