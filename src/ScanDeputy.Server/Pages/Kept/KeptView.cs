using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Pages.Demo;

namespace ScanDeputy.Server.Pages.Kept;

/// <summary>Why a form did not go through, as far as the person is concerned.</summary>
public enum KeptReason
{
    /// <summary>Nobody is signed in any more.</summary>
    SignedOut,

    /// <summary>Somebody else is, or the form is older than the session.</summary>
    Changed,

    /// <summary>Whoever is signed in now has no right to it.</summary>
    NotTheirs,

    /// <summary>They have just signed in for it.</summary>
    SignedInAgain,
}

/// <param name="User">Who is signed in now.</param>
/// <param name="ReturnUrl">Where to go when there is nothing to send.</param>
/// <param name="HadPhotos">Photos have to be chosen once more.</param>
public sealed record KeptView(
    KeptReason Reason, KeptForm? Form, CurrentUser? User, string ReturnUrl, bool HadPhotos, IReadOnlyList<PersonaGroups.Group> Groups)
{
    public bool MaySend => Form is not null && User is not null && Reason != KeptReason.NotTheirs;

    public bool MaySignIn => Reason != KeptReason.SignedInAgain;

    public string Title => Reason switch
    {
        KeptReason.SignedOut => "请重新登录",
        KeptReason.Changed => "登录身份有变化",
        KeptReason.NotTheirs => "当前身份不能提交",
        _ => "已登录，请继续提交",
    };

    public string Detail => Reason switch
    {
        KeptReason.SignedOut => "您填写期间登录已退出或失效，内容还没有提交。",
        KeptReason.Changed => "打开这份表单之后，登录状态有了变化，内容还没有提交。",
        KeptReason.NotTheirs => "现在登录的身份不能办理这项操作，内容还没有提交。请换回原来的身份登录。",
        _ => "请核对下面的内容，点击按钮继续提交。",
    };
}
