using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace Dodas.Portal.Accounts.Pages;

/// <summary>Signs a person in by name and password.</summary>
public sealed partial class Login
{
    private string? refusal;

    [Inject]
    private SignInManager<Account> SignIn { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [SupplyParameterFromForm]
    private LoginInput Input { get; set; } = null!;

    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    /// <inheritdoc />
    protected override void OnInitialized() => Input ??= new LoginInput();

    private async Task SignInAsync()
    {
        var result = await SignIn.PasswordSignInAsync(Input.Name.Trim(), Input.Password, isPersistent: true, lockoutOnFailure: true);
        if (result.Succeeded)
        {
            Navigation.NavigateTo(LocalAddress.OrHome(ReturnUrl));
            return;
        }

        // One sentence for a wrong name and a wrong password: which of the two it was is nobody's business.
        refusal = result.IsLockedOut
            ? "Too many attempts. Wait five minutes and try again."
            : "The name or the password is wrong.";
        Input.Password = "";
    }

    private sealed class LoginInput
    {
        [Required(ErrorMessage = "Enter your name.")]
        public string Name { get; set; } = "";

        [Required(ErrorMessage = "Enter your password.")]
        public string Password { get; set; } = "";
    }
}
