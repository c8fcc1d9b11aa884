# language: zh-CN
@v3 @person @page @sms @notice
功能: 回调通知的内容与去向
  依据: notify3/naksvv, notify3/sblzg8

  @NOTICE-DELIVERY-01
  场景: 实名通过的通知
    依据: notify3/tme3qi
    假如 一个未实名的人
    而且 调用方为他申请了实名链接
    而且 他在电脑上打开了链接
    而且 他完成了应用授权
    当 他完成手机号认证
    那么 AUTH_PASS通知的内容为
      | action                           | AUTH_PASS |
      | authFlowId                       | {流程号}  |
      | authType                         | PSN       |
      | bizType                          | REAL_NAME |
      | psnInfo.psnId                    | 非空      |
      | psnInfo.psnAccount.accountMobile | {手机号}  |
      | psnInfo.psnAccount.accountEmail  | 缺        |
      | timestamp                        | 1772413200000 |

  @NOTICE-DELIVERY-02
  场景: 授权完成的通知
    依据: notify3/demod3
    假如 一个已用手机号实名的人
    而且 调用方为他申请了授权链接，权限为"psn_initiate_sign"
    而且 他在电脑上打开了链接
    当 他完成应用授权
    那么 AUTHORIZE_FINISH通知的内容为
      | action                            | AUTHORIZE_FINISH  |
      | authFlowId                        | {流程号}          |
      | psnId                             | 非空              |
      | orgId                             | 缺                |
      | authorizedInfo[0].authorizedScope | psn_initiate_sign |

  @NOTICE-DELIVERY-03
  场景: 通知地址和Webhook都设置时两处都通知
    依据: notify3/sblzg8
    假如 应用设置了Webhook地址
    而且 一个未实名的人
    而且 调用方为他申请了实名链接
    而且 他在电脑上打开了链接
    而且 他完成了应用授权
    当 他完成手机号认证
    那么 接收方收到1个AUTH_PASS通知
    而且 Webhook收到1个AUTH_PASS通知

  @NOTICE-DELIVERY-04
  场景: 两处地址相同时通知两次
    依据: notify3/sblzg8
    假如 应用设置了Webhook地址
    而且 一个未实名的人
    而且 调用方为他申请了实名链接
      | notifyUrl | {Webhook地址} |
    而且 他在电脑上打开了链接
    而且 他完成了应用授权
    当 他完成手机号认证
    那么 Webhook收到2个AUTH_PASS通知

  @NOTICE-DELIVERY-05
  场景: 只设置了Webhook
    依据: notify3/sblzg8
    假如 应用设置了Webhook地址
    而且 一个未实名的人
    而且 调用方为他申请了实名链接
      | notifyUrl | 缺 |
    而且 他在电脑上打开了链接
    而且 他完成了应用授权
    当 他完成手机号认证
    那么 接收方一共收到1次投递
    而且 Webhook收到1个AUTH_PASS通知

  @NOTICE-DELIVERY-06
  场景: 没有地址就没有通知
    假如 一个未实名的人
    而且 调用方为他申请了实名链接
      | notifyUrl | 缺 |
    而且 他在电脑上打开了链接
    而且 他完成了应用授权
    当 他完成手机号认证
    那么 接收方没有收到通知

  @NOTICE-DELIVERY-07
  场景: 认证失败或中途放弃不通知
    依据: notify3/sblzg8（只推送成功）
    假如 一个手机号不是本人办理的人
    而且 调用方为他申请了实名链接
    而且 他在电脑上打开了链接
    而且 他完成了应用授权
    而且 他点击了「手机号认证」
    当 他填写本人信息并同意
    那么 接收方没有收到通知

  @NOTICE-DELIVERY-08
  场景: 地址里的参数按键排序参与签名
    依据: notify3/sblzg8
    假如 一个未实名的人
    而且 调用方为他申请了实名链接
      | notifyUrl | {接收地址}?orderNo=001&belong=pinjie&name=%E6%9E%97 |
    而且 他在电脑上打开了链接
    而且 他完成了应用授权
    当 他完成手机号认证
    那么 接收方收到1个AUTH_PASS通知

  @NOTICE-DELIVERY-09 @mail
  场景: 邮箱账号的通知只有邮箱
    依据: notify3/tme3qi
    假如 一个用邮箱作账号的人
    而且 调用方为他申请了实名链接
    而且 他在电脑上打开了链接
    而且 他完成了应用授权
    当 他完成手机号认证
    那么 AUTH_PASS通知的内容为
      | psnInfo.psnAccount.accountEmail | {邮箱} |
